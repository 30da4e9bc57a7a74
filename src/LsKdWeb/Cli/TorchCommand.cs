using System.CommandLine;

namespace LsKdWeb.Cli;

/// <summary>
/// A verb that computes with libtorch. It does so in a process of its own that was started with a worker's settings
/// (<see cref="LsKd.Learning.Training.WorkerEnvironment"/>), which act only where they are there before a process begins.
/// </summary>
internal sealed class TorchCommand(string name, string description) : Command(name, description);
