using System.CommandLine;
using LsKd.Benchmarks.Binary;
using LsKd.Benchmarks.Data;
using LsKd.Benchmarks.Translation;

var root = new RootCommand("Measures speed against a peer in the same run. One verb per benchmark; --json for one JSON document.");
foreach (var verb in (Command[])[BinaryBenchmark.Create(), TranslationBenchmark.Create(), PipelineBenchmark.Create()])
    root.Subcommands.Add(verb);
return root.Parse(args).Invoke();
