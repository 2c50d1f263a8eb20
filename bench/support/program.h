#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace tamis::bench {

/// What running a program took.
struct Usage {
  double cpu_seconds = 0;  ///< user and system, its own
  double wall_seconds = 0;
  double peak_bytes = 0;  ///< of resident memory
};

/// How a program gets its input and is rid of its output.
enum class Transport : unsigned char { files, pipes };

/// Runs `command` from `input` to `output` by way of bench-launch, which lies beside this program.
/// Throws std::runtime_error if it exits with anything but 0.
Usage run_program(const std::vector<std::string>& command, Transport transport,
                  const std::filesystem::path& input, const std::filesystem::path& output);

/// The folder that this program lies in.
std::filesystem::path own_folder();

}  // namespace tamis::bench
