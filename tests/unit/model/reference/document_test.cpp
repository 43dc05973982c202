// docs/REFERENCE.md lists the operators that the table has. BAKEOFF_APPROVE=1 writes the list anew.
#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "model/reference/operators/operators.h"

namespace bakeoff::model::reference {
namespace {

constexpr std::array<std::pair<Family, const char*>, 7> kFamilies{{
    {Family::kElementwise, "element by element"},
    {Family::kConvolution, "convolution, pooling, resizing"},
    {Family::kMatrix, "matrix products"},
    {Family::kNormalization, "normalisation"},
    {Family::kReduction, "reduction, ranking"},
    {Family::kMovement, "moving and filling"},
    {Family::kQuantization, "quantised"},
}};

std::string table() {
  std::string text = "| family | operators |\n|---|---|\n";
  for (const auto& [family, title] : kFamilies) {
    std::string names;
    for (const auto& [name, entry] : operators()) {
      if (entry.family == family) names += (names.empty() ? "" : ", ") + std::string(name);
    }
    text += "| " + std::string(title) + " | " + names + " |\n";
  }
  return text;
}

TEST(ReferenceDocument, ListsTheOperatorsOfTheTable) {
  const std::string path = BAKEOFF_SOURCE_DIR "/docs/REFERENCE.md";
  std::stringstream stream;
  stream << std::ifstream(path, std::ios::binary).rdbuf();
  const std::string text = stream.str();
  const std::string opening = "<!-- operators -->\n";
  const std::size_t begin = text.find(opening) + opening.size();
  const std::size_t end = text.find("<!-- end -->", begin);
  ASSERT_NE(text.find(opening), std::string::npos);
  ASSERT_NE(end, std::string::npos);
  if (std::getenv("BAKEOFF_APPROVE") != nullptr) {
    std::ofstream(path, std::ios::binary) << text.substr(0, begin) << table() << text.substr(end);
    return;
  }
  EXPECT_EQ(text.substr(begin, end - begin), table()) << "BAKEOFF_APPROVE=1 writes it anew";
}

}  // namespace
}  // namespace bakeoff::model::reference
