#include <cerrno>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <exception>
#include <fstream>
#include <memory>
#include <mutex>
#include <thread>

#include <fmt/format.h>

#include "commands.h"
#include "eval/evaluation.h"
#include "eval/labelled_messages.h"
#include "eval/report.h"
#include "rules_option.h"

namespace tamis::tools {
namespace {

struct EvalOptions {
  RulesOption rules;
  std::vector<std::string> files;
  std::vector<std::string> benign;
  std::vector<std::string> positive;
  std::vector<std::string> negative;
  FieldNames fields;
  LabelledReader::Options reader;
  Evaluation::Options evaluation;
  std::string html;
  std::size_t worst = 15;
  bool json = false;
};

/// What is known of the messages that are being screened, in their order. One thread puts, one
/// takes; the pipeline bounds how far the first is ahead.
class Expected {
 public:
  void put(Labelled labelled) {
    const std::lock_guard lock(mutex_);
    messages_.push_back(std::move(labelled));
  }
  /// There is one for each verdict: a message is put before its line is submitted.
  Labelled take() {
    const std::lock_guard lock(mutex_);
    Labelled first = std::move(messages_.front());
    messages_.pop_front();
    return first;
  }

 private:
  std::mutex mutex_;
  std::deque<Labelled> messages_;
};

void read_all(LabelledReader& reader, const EvalOptions& options, Expected& expected,
              Pipeline& pipeline) {
  constexpr std::size_t kSlice = std::size_t{256} << 10;
  std::string slice;
  const auto submit = [&] {
    pipeline.submit(slice);
    slice.clear();
  };
  const auto take = [&](Labelled labelled, std::string_view line) {
    expected.put(std::move(labelled));
    slice += line;
    slice += '\n';
    if (slice.size() >= kSlice) submit();
  };
  for (const std::string& file : options.files) reader.read(file, false, take);
  for (const std::string& file : options.benign) reader.read(file, true, take);
  submit();
}

LabelMap label_map(const EvalOptions& options, const RuleSet& rules) {
  Categories categories;
  for (const Category& category : rules.categories()) categories.push_back(category.name);
  for (const std::string& name : options.evaluation.in) expect_category(categories, name);
  LabelMap labels(std::move(categories));
  for (const std::string& glob : options.negative) labels.add_negative(glob);
  for (const std::string& mapping : options.positive) labels.add_positive(mapping);
  return labels;
}

/// Says on standard error what was not taken; throws CannotRun where nothing was.
void tell_left_out(const LabelledReader& reader, const Evaluation& evaluation) {
  std::string left_out;
  for (const auto& [label, count] : reader.left_out())
    left_out += fmt::format("  {} ({})", label, count);
  if (evaluation.labels().empty()) {
    throw CannotRun(left_out.empty()
                        ? "there are no labelled messages"
                        : fmt::format("no label means a category here, nor 'benign':{}\n"
                                      "Say what they mean with --positive and --negative.",
                                      left_out));
  }
  if (!left_out.empty())
    fmt::print(stderr, "tamis: left out, for their labels mean no category here:{}\n", left_out);
  if (reader.unreadable() != 0)
    fmt::print(stderr, "tamis: left out, for they are no JSON objects: {} lines\n",
               reader.unreadable());
}

void write_page(const Evaluation& evaluation, const std::string& path) {
  std::ofstream file(path, std::ios::binary);
  file << page(evaluation);
  if (!file.flush()) throw CannotRun(fmt::format("{}: {}", path, std::strerror(errno)));
}

int evaluate(const EvalOptions& options) {
  const auto fields = FieldMap::make(options.fields);
  if (!fields) throw CLI::ValidationError(fields.error().message);
  for (const std::string& place : {options.reader.id, options.reader.label}) expect_place(place);
  if (options.files.empty() && options.benign.empty())
    throw CLI::ValidationError("give a FILE of labelled messages, or - for standard input");
  const LoadedRules loaded = options.rules.load();
  const LabelMap labels = label_map(options, *loaded.rules);
  LabelledReader reader(labels, options.reader);
  Evaluation evaluation(*loaded.rules, options.evaluation);
  Expected expected;
  Pipeline pipeline(loaded.rules, {.fields = *fields, .emit = {.actions = 0}});
  std::exception_ptr failed;
  std::thread intake([&] {
    try {
      read_all(reader, options, expected, pipeline);
    } catch (...) {
      failed = std::current_exception();
    }
    pipeline.finish();
  });
  while (const VerdictBatch* batch = pipeline.take()) {
    for (std::size_t i = 0; i < batch->size(); ++i) evaluation.add(expected.take(), (*batch)[i]);
  }
  intake.join();
  if (failed) std::rethrow_exception(failed);
  tell_left_out(reader, evaluation);
  if (options.json) {
    print_json(evaluation);
  } else {
    print_for_people(evaluation, options.worst);
  }
  if (!options.html.empty()) write_page(evaluation, options.html);
  return evaluation.unscreened() == 0 ? kDone : kUnscreened;
}

void add_label_options(CLI::App& command, EvalOptions& options) {
  command
      .add_option("--positive", options.positive,
                  "Messages of this label (a glob) are harmful: a hit in any of these is right")
      ->allow_extra_args(false)
      ->type_name("LABEL=CATEGORY,…");
  command
      .add_option("--negative", options.negative,
                  "Messages of this label (a glob) are harmless; so is 'benign'")
      ->allow_extra_args(false)
      ->type_name("LABEL");
  command.add_option("--benign", options.benign, "Files whose messages are all harmless")
      ->allow_extra_args(false)
      ->type_name("FILE");
  command
      .add_option("--label", options.reader.label,
                  "Where a message has its label: a name, or a JSON Pointer like /truth/label")
      ->type_name("FIELD")
      ->capture_default_str();
  command.add_option("--text", options.fields.text, "Where a message has its text")
      ->type_name("FIELD")
      ->capture_default_str();
  command.add_option("--id", options.reader.id, "Where a message has its id")
      ->type_name("FIELD")
      ->capture_default_str();
  command
      .add_option_function<std::string>(
          "--part",
          [&options](const std::string& name) {
            options.reader.part = name == "all"      ? Split::all
                                  : name == "tuning" ? Split::tuning
                                                     : Split::held_out;
          },
          "Take the held-out fifth of the messages, chosen by a hash of their ids, or the rest, "
          "which is for tuning")
      ->check(CLI::IsMember({"all", "tuning", "held-out"}))
      ->type_name("PART");
}

}  // namespace

void add_eval(CLI::App& app, int& exit) {
  auto options = std::make_shared<EvalOptions>();
  CLI::App& command = *app.add_subcommand(
      "eval", "Measure precision and recall of a rule set on labelled messages");
  command.add_option("FILE", options->files,
                     "Labelled messages, one JSON object a line; - is standard input");
  options->rules.add_to(command);
  add_label_options(command, *options);
  command
      .add_option_function<std::string>(
          "--action",
          [options](const std::string& name) {
            options->evaluation.action = name == "block" ? Action::block : Action::review;
          },
          "What is a hit: review (or block, the default), or block alone")
      ->check(CLI::IsMember({"review", "block"}))
      ->type_name("ACTION");
  command.add_option("--in", options->evaluation.in, "Only hits in these categories count")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("CATEGORY,…");
  command.add_option("--worst", options->worst, "How many rules to name")->capture_default_str();
  command
      .add_option("--examples", options->evaluation.examples, "How many messages to name of each")
      ->capture_default_str();
  command.add_flag("--show-text", options->evaluation.keep_text,
                   "Show the texts of examples; without, only their ids");
  command.add_flag("--json", options->json, "Everything as a line of JSON");
  command.add_option("--html", options->html, "Also write a page with charts")->type_name("FILE");
  command.footer(
      "A message says what it is by 'categories', a list of categories (empty: harmless), or by\n"
      "its 'label': the name of a category, 'benign', or what --positive and --negative say.\n"
      "Messages of other labels are left out. Where a message has several categories, a hit in\n"
      "one of them is right.\n"
      "Exit status: 0 done, 3 some could not be screened, 2 wrong usage, 1 could not run.");
  command.callback([options, &exit] { exit = evaluate(*options); });
}

}  // namespace tamis::tools
