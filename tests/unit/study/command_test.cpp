#include <gmock/gmock.h>
#include <rapidcheck.h>

#include <array>
#include <cstdio>
#include <map>

#include "base/units.h"
#include "study/request.h"
#include "study/shell.h"

namespace bakeoff::study {
namespace {

// What a real shell makes of a command line: its words, each ended by NUL.
std::vector<std::string> words_of(const std::string& command) {
  const std::string line = "set -- " + command + "\nprintf '%s\\0' \"$@\"";
  FILE* pipe = popen(line.c_str(), "r");  // NOLINT(cert-env33-c): the shell is the oracle
  std::string output;
  std::array<char, 4096> buffer{};
  while (const std::size_t count = fread(buffer.data(), 1, buffer.size(), pipe)) {
    output.append(buffer.data(), count);
  }
  EXPECT_EQ(pclose(pipe), 0);
  std::vector<std::string> words;
  for (std::size_t at = 0; at < output.size();) {
    const auto end = output.find('\0', at);
    words.push_back(output.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

// Options with their values, as the command line reads them; the model under "".
std::map<std::string, std::string> options_of(const std::string& command) {
  const std::vector<std::string> words = words_of(command);
  EXPECT_EQ(words.at(0), "bakeoff");
  EXPECT_EQ(words.at(1), "run");
  std::map<std::string, std::string> options{{"", words.at(2)}};
  for (std::size_t i = 3; i < words.size(); ++i) {
    const std::string& option = words[i];
    EXPECT_TRUE(option.starts_with("--")) << option;
    options[option] = option == "--strict" ? "" : words.at(++i);
  }
  return options;
}

Candidate candidate(std::string runtime, std::string version, std::string configuration = "default") {
  Candidate made;
  made.runtime = std::move(runtime);
  made.version = std::move(version);
  made.configuration = std::move(configuration);
  return made;
}

TEST(CommandFor, LeavesDefaultsOutButPinsVersionsAndSeed) {
  Cell cell;
  cell.model = "resnet-50";
  cell.threads = 2;
  Rules rules;
  rules.seed = 7;
  EXPECT_EQ(
      command_for(cell, rules, {candidate("openvino", "2026.4.1"), candidate("onnxruntime", "1.32.0")}, {}),
      "bakeoff run resnet-50 --runtimes openvino==2026.4.1,onnxruntime==1.32.0 --batch 1 --threads 2 "
      "--seed 7");
}

TEST(CommandFor, NamesThoseWhoWereAskedForAndAreNotThere) {
  Cell cell;
  cell.model = "net.onnx";
  const AbsentCandidate newest{candidate("pytorch", ""), {Status::kNotInstalled, "not installed"}};
  const AbsentCandidate older{candidate("openvino", "2024.6.0", "no-pin"), {Status::kUnsupported, "why"}};
  const auto command = [&](const std::vector<Candidate>& candidates,
                           const std::vector<AbsentCandidate>& absent) {
    return options_of(command_for(cell, Rules{}, candidates, absent))["--runtimes"];
  };
  EXPECT_EQ(command({}, {newest}), "pytorch") << "else all that are installed would be raced";
  EXPECT_EQ(command({candidate("onnxruntime", "1.32.0")}, {newest, older}),
            "onnxruntime==1.32.0,pytorch,openvino==2024.6.0:no-pin");
}

TEST(CommandFor, RepeatsShapesAndFilesOfInputs) {
  Cell cell;
  cell.model = "net.onnx";
  cell.shapes = {{"the input", {1, 3, 8}}, {"b=c", {1}}};
  cell.input_files = {{"x", "a file's=name.npy", "hash"}};
  const std::vector<std::string> words = words_of(command_for(cell, Rules{}, {}, {}));
  EXPECT_THAT(words, testing::IsSupersetOf(
                         {"--shape", "the input=1x3x8", "b=c=1", "--input", "x=a file's=name.npy"}));
  // What was written is read as it was asked.
  EXPECT_EQ(parse_input_shape("the input=1x3x8").value(), cell.shapes[0]);
  EXPECT_EQ(parse_input_shape("b=c=1").value(), cell.shapes[1]);
  EXPECT_EQ(parse_input_file("x=a file's=name.npy").value().file, cell.input_files[0].file);
}

TEST(ParseInputs, RefusesWhatIsNoShapeOrFile) {
  for (const char* text : {"", "x", "x=", "=1x3", "1x3", "x=1x", "x=x1", "x=1x0", "x=1x-3", "x=1,3",
                           "x=1x3x99999999999", "x=1 x3", "x=Nx3"}) {
    const auto shape = parse_input_shape(text);
    ASSERT_FALSE(shape) << text;
    EXPECT_EQ(shape.error().kind, ErrorKind::kUsage);
    EXPECT_EQ(shape.error().where, "--shape");
  }
  for (const char* text : {"", "x", "x=", "=a.npy"}) EXPECT_FALSE(parse_input_file(text)) << text;
}

TEST(CommandFor, SaysWhatDiffersFromTheDefaults) {
  Cell cell;
  cell.model = "my models/net.onnx";
  cell.device = "cuda:0";
  cell.precision = Precision::kBf16;
  cell.batch = 8;
  cell.threads = 4;
  cell.strict = true;
  cell.metric = Metric::kThroughput;
  Rules rules;
  rules.alpha = 0.001;
  rules.epsilon = 0.03;
  rules.budget = std::chrono::milliseconds(90'500);
  rules.evidence = Evidence::kRound;
  rules.max_error = 1e-3;
  rules.seed = 18446744073709551615U;
  EXPECT_EQ(command_for(cell, rules, {candidate("fake", "1", "latency=5ms+spin=1")}, {}),
            "bakeoff run 'my models/net.onnx' --runtimes fake==1:latency=5ms+spin=1 --device cuda:0 "
            "--precision bf16 --strict --batch 8 --threads 4 --metric throughput --alpha 0.001 "
            "--epsilon 0.03 --budget 90500ms --evidence round --max-error 0.001 "
            "--seed 18446744073709551615");
}

TEST(CommandFor, AFileThatLooksLikeAnOptionIsStillAFile) {
  Cell cell;
  cell.model = "-o.onnx";
  EXPECT_EQ(options_of(command_for(cell, Rules{}, {}, {}))[""], "./-o.onnx");
}

TEST(CommandFor, ReadsBackAsTheSameCell) {
  rc::check([] {
    Cell cell;
    cell.model = "m" + *rc::gen::container<std::string>(
                           rc::gen::elementOf(std::string("a'\"$`\\ \t\n;&|<>(){}[]*?~#!=%\xc3\xa9")));
    cell.precision = *rc::gen::element(Precision::kFp32, Precision::kFp16, Precision::kBf16);
    cell.metric = *rc::gen::element(Metric::kLatency, Metric::kThroughput);
    cell.batch = *rc::gen::inRange(1, 1000);
    cell.threads = *rc::gen::inRange(1, 1000);
    Rules rules;
    rules.alpha = *rc::gen::inRange(1, 50'000) / 100'000.0;
    rules.epsilon = *rc::gen::inRange(1, 1000) / 1000.0;
    rules.budget = std::chrono::milliseconds(*rc::gen::inRange(1000, 10'000'000));
    rules.evidence = *rc::gen::element(Evidence::kProcess, Evidence::kRound);
    rules.seed = *rc::gen::arbitrary<std::uint64_t>();
    const std::vector<Candidate> candidates{candidate("a", "1.2+cpu", "k=$(x)`y`'z'+j=\"2\""),
                                            candidate("b", "3")};
    auto options = options_of(command_for(cell, rules, candidates, {}));
    const Rules usual;
    RC_ASSERT(options[""] == cell.model);
    const auto runtimes = parse_runtimes(options["--runtimes"]);
    RC_ASSERT(runtimes.has_value());
    RC_ASSERT(runtimes->at(0) == (RuntimeRequest{"a", "1.2+cpu", "k=$(x)`y`'z'+j=\"2\""}));
    RC_ASSERT(runtimes->at(1) == (RuntimeRequest{"b", "3", "default"}));
    RC_ASSERT(parse_counts(options["--batch"]).value() == std::vector<int>{cell.batch});
    RC_ASSERT(parse_counts(options["--threads"]).value() == std::vector<int>{cell.threads});
    const auto or_usual = [&](const std::string& name, std::string_view word) {
      return options.contains(name) ? options[name] : std::string(word);
    };
    RC_ASSERT(precision_from(or_usual("--precision", "fp32")) == cell.precision);
    RC_ASSERT(metric_from(or_usual("--metric", "latency")) == cell.metric);
    RC_ASSERT(evidence_from(or_usual("--evidence", "process")) == rules.evidence);
    RC_ASSERT(std::stod(or_usual("--alpha", "0.05")) == rules.alpha);
    RC_ASSERT(std::stod(or_usual("--epsilon", "0.02")) == rules.epsilon);
    RC_ASSERT(parse_duration(or_usual("--budget", "120s")).value() == rules.budget);
    RC_ASSERT(std::stoull(options["--seed"]) == rules.seed);
    RC_ASSERT(!options.contains("--budget") || rules.budget != usual.budget);
  });
}

TEST(ShellQuoted, LeavesPlainWordsAlone) {
  EXPECT_EQ(shell_quoted("openvino==2026.4.1:no-pin"), "openvino==2026.4.1:no-pin");
  EXPECT_EQ(shell_quoted(""), "''");
  EXPECT_EQ(shell_quoted("it's"), "'it'\\''s'");
  EXPECT_EQ(shell_quoted("~/net.onnx"), "'~/net.onnx'");
}

}  // namespace
}  // namespace bakeoff::study
