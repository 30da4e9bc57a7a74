using System.CommandLine;
using LsKd.Benchmarks.Analysis;
using LsKd.Benchmarks.Binary;
using LsKd.Benchmarks.Data;
using LsKd.Benchmarks.Steps;
using LsKd.Benchmarks.Store;
using LsKd.Benchmarks.Translation;

Command[] verbs =
[
    StepBenchmark.Create(),
    TeacherBenchmark.Create(),
    AnalysisBenchmark.Create(),
    BinaryBenchmark.Create(),
    TranslationBenchmark.Create(),
    PipelineBenchmark.Create(),
    StoreBenchmark.Create(),
];
var root = new RootCommand("Measures speed against a peer in the same run. One verb per benchmark; --json for one JSON document.");
foreach (var verb in verbs)
    root.Subcommands.Add(verb);
return root.Parse(args).Invoke();
