#include "support/program.h"

#include <cstdlib>
#include <fstream>
#include <iterator>

#include <fmt/format.h>

#include "end_to_end/contest.h"

namespace tamis::bench {
namespace {

namespace fs = std::filesystem;

/// The files that the program works on.
class Files {
 public:
  explicit Files(const Course& course) {
    // The program keeps compiled rules here, and nowhere else.
    setenv("XDG_CACHE_HOME", (folder_.path() / "cache").c_str(), 1);
    std::ofstream messages(input());
    for (unsigned i = 0; i < course.options.repeat; ++i) messages << course.corpus.ndjson;
    std::ofstream(nothing()).close();
    for (const Course::Set& set : course.sets) {
      const auto end = course.terms.begin() + std::ptrdiff_t(set.terms);
      write_pack(pack(set), {course.terms.begin(), end}, course.regexes);
    }
  }

  fs::path input() const { return folder_.path() / "messages.ndjson"; }
  fs::path nothing() const { return folder_.path() / "nothing.ndjson"; }
  fs::path output() const { return folder_.path() / "verdicts.ndjson"; }
  fs::path pack(const Course::Set& set) const {
    return folder_.path() / fmt::format("rules-{}", set.terms);
  }

 private:
  TemporaryFolder folder_;
};

struct Answer {
  std::size_t lines = 0;
  std::size_t blocked = 0;
};

Answer read_answer(const fs::path& file) {
  std::ifstream stream(file);
  Answer answer;
  for (std::string line; std::getline(stream, line); ++answer.lines)
    answer.blocked += line.find(R"("action":"block")") != line.npos;
  return answer;
}

std::vector<std::string> command(const Course& course, const Files& files, const Course::Set& set,
                                 unsigned workers) {
  return {course.options.tamis,   "screen", "--quiet", "--rules", files.pack(set), "--threads",
          std::to_string(workers)};
}

/// CPU and wall time are those beyond a start on nothing, which is measured just before.
Contender screen_contender(const Course& course, const std::shared_ptr<Files>& files,
                           const Course::Set& set, Transport transport, unsigned workers) {
  const std::string who = fmt::format("program/{}/{}/{}", set.terms,
                                      transport == Transport::files ? "files" : "pipes", workers);
  return [&course, &set, files, transport, workers, who](Figures& figures) {
    const auto tamis = command(course, *files, set, workers);
    const Usage start = run_program(tamis, transport, files->nothing(), files->output());
    const Usage usage = run_program(tamis, transport, files->input(), files->output());
    const Answer answer = read_answer(files->output());
    const std::size_t repeat = course.options.repeat;
    require_hits(who + ", lines", answer.lines, course.corpus.messages * repeat);
    require_hits(who, answer.blocked, set.expected_in_both * repeat);
    const double messages = set.messages * double(repeat);
    figures.add(who + "/ns", (usage.cpu_seconds - start.cpu_seconds) / messages * 1e9);
    figures.add(who + "/wall-ns", (usage.wall_seconds - start.wall_seconds) / messages * 1e9);
    figures.add(who + "/peak-bytes", usage.peak_bytes);
  };
}

Contender start_contender(const Course& course, const std::shared_ptr<Files>& files,
                          const Course::Set& set) {
  return [&course, &set, files](Figures& figures) {
    auto tamis = command(course, *files, set, 1);
    const auto start = [&] {
      return run_program(tamis, Transport::files, files->nothing(), files->output()).wall_seconds;
    };
    figures.add(fmt::format("start/{}/cached-s", set.terms), start());
    tamis.emplace_back("--no-cache");
    figures.add(fmt::format("start/{}/cold-s", set.terms), start());
  };
}

}  // namespace

std::vector<Contender> program_contenders(const Course& course) {
  if (!fs::exists(course.options.tamis)) {
    throw std::runtime_error(fmt::format("{}: not there; build it, or name it with --tamis",
                                         course.options.tamis.string()));
  }
  auto files = std::make_shared<Files>(course);
  std::vector<Contender> contenders;
  for (const Course::Set& set : course.sets) {
    // Compiles the rules into the cache.
    run_program(command(course, *files, set, 1), Transport::files, files->nothing(),
                files->output());
    contenders.push_back(start_contender(course, files, set));
    for (const Transport transport : {Transport::files, Transport::pipes}) {
      for (const unsigned workers : {1U, 2U})
        contenders.push_back(screen_contender(course, files, set, transport, workers));
    }
  }
  return contenders;
}

}  // namespace tamis::bench
