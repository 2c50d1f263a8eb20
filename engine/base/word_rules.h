#pragma once

#include "tamis/base/code_point_set.h"

namespace tamis {

/// Which characters make words. The sets outlive what refers to them.
struct WordRules {
  const CodePointSet& spaced_word;  ///< letters and digits of scripts with spaces between words
  const CodePointSet& content;      ///< whatever is neither punctuation nor space
  const CodePointSet& emoji;        ///< pictures, and what colors them; some of the content
};

}  // namespace tamis
