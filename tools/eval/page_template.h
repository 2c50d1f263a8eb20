#pragma once

#include <string_view>

namespace tamis::tools {

/// page.html: a page with @PLACES@ to be filled.
extern const std::string_view kPageTemplate;

}  // namespace tamis::tools
