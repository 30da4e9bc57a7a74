using LsKdWeb.Jobs.Launching.Slurm;

namespace LsKdWeb.Tests.Jobs.Launching;

/// <summary>Slurm's tools, answering as told.</summary>
internal sealed class FakeSlurmTools : ISlurmTools
{
    private readonly Dictionary<string, Func<IReadOnlyList<string>, SlurmAnswer>> _answers = [];

    public bool Silent { get; set; }

    public List<(string Tool, IReadOnlyList<string> Arguments, string Input)> Calls { get; } = [];

    /// <summary>A cluster of one node with one partition and nothing in its queue, which does not put jobs back.</summary>
    public static FakeSlurmTools OfOneNode()
    {
        var tools = new FakeSlurmTools();
        tools.Answer("squeue", new(0, "", ""));
        tools.Answer("scancel", new(0, "slurm-wlm 22.05.8\n", ""));
        tools.AnswerBy("sinfo", a => new(0, a[0] == "--version" ? "slurm-wlm 22.05.8\n" : a.Contains("-N") ? "vm\n" : "all*|up|infinite|1|4|4000|gpu:fake:2\n", ""));
        tools.AnswerBy("sbatch", a => new(0, "", a[0] == "--version" ? "" : "sbatch: Job 7 to start at 2026-11-24T22:23:55 using 1 processors on nodes vm in partition all\n"));
        tools.AnswerBy("scontrol", a => new(0, a[0] switch
        {
            "--version" => "slurm-wlm 22.05.8\n",
            "ping" => "Slurmctld(primary) at vm is UP\n",
            _ => "MaxArraySize            = 1001\nRequeueExitHold         = (null)\n",
        }, ""));
        return tools;
    }

    public void Answer(string tool, SlurmAnswer answer) => _answers[tool] = _ => answer;

    public void AnswerBy(string tool, Func<IReadOnlyList<string>, SlurmAnswer> answer) => _answers[tool] = answer;

    public Task<SlurmAnswer> RunAsync(string tool, IReadOnlyList<string> arguments, string input, CancellationToken cancel)
    {
        Calls.Add((tool, arguments, input));
        return Silent ? throw new SlurmSilentException("Slurm does not answer within 8 seconds.") : Task.FromResult(_answers[tool](arguments));
    }
}
