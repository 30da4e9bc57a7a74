namespace LsKd.Core.Specs;

/// <summary>How a network is trained.</summary>
public sealed record TrainingSpec
{
    /// <summary>Passes over the training set.</summary>
    public int Epochs { get; init; } = 8;

    /// <summary>Samples per step.</summary>
    public int BatchSize { get; init; } = 128;

    /// <summary>Seed of the weights, the order, the augmentation and dropout.</summary>
    public int Seed { get; init; }

    /// <summary>The optimiser.</summary>
    public OptimizerSpec Optimizer { get; init; } = new();

    /// <summary>The learning-rate schedule.</summary>
    public ScheduleSpec Schedule { get; init; } = new();

    /// <summary>Largest gradient norm; null does not clip.</summary>
    public double? ClipNorm { get; init; }

    /// <summary>Decay of an exponential moving average of the weights, which then is what is evaluated; null for none.</summary>
    public double? EmaDecay { get; init; }

    /// <summary>Epochs without a better validation result after which training stops; null never stops early.</summary>
    public int? Patience { get; init; }

    /// <summary>Number format of the forward and backward pass.</summary>
    public Precision Precision { get; init; } = Precision.Float32;

    /// <summary>Whether convolutions run in channels-last layout.</summary>
    public bool ChannelsLast { get; init; } = true;

    /// <summary><c>auto</c>, <c>cpu</c>, or <c>cuda:N</c>.</summary>
    public string Device { get; init; } = "auto";

    /// <summary>Keep a checkpoint of every N-th epoch besides the best and the last; null keeps none.</summary>
    public int? CheckpointEvery { get; init; }

    /// <summary>Compute the teacher's logits once per sample and view, and reuse them. Needs a fixed number of views.</summary>
    public bool CacheTeacher { get; init; }

    /// <summary>Two-step training of a binary network: share of the epochs with binary activations and real weights first.</summary>
    public double BinaryActivationShare { get; init; } = 0.5;
}

/// <summary>Number format of training.</summary>
public enum Precision
{
    /// <summary>Single precision throughout.</summary>
    Float32,

    /// <summary>bfloat16 where autocast deems it safe; weights and reductions in single precision.</summary>
    BFloat16,
}

/// <summary>An optimiser with its settings.</summary>
public sealed record OptimizerSpec
{
    /// <summary><c>sgd</c>, <c>adam</c> or <c>adamw</c>.</summary>
    public string Name { get; init; } = "sgd";

    /// <summary>Peak learning rate.</summary>
    public double LearningRate { get; init; } = 0.1;

    /// <summary>Momentum of SGD.</summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>Nesterov's form of momentum.</summary>
    public bool Nesterov { get; init; } = true;

    /// <summary>Weight decay.</summary>
    public double WeightDecay { get; init; } = 5e-4;

    /// <summary>Whether biases and normalisation weights are decayed too.</summary>
    public bool DecayNormAndBias { get; init; }

    /// <summary>First moment decay of Adam.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Second moment decay of Adam.</summary>
    public double Beta2 { get; init; } = 0.999;
}

/// <summary>A learning-rate schedule.</summary>
public sealed record ScheduleSpec
{
    /// <summary><c>constant</c>, <c>step</c>, <c>cosine</c>, <c>linear</c>, <c>one-cycle</c> or <c>inverse-sqrt</c>.</summary>
    public string Name { get; init; } = "cosine";

    /// <summary>Epochs of linear warm-up from 0; may be a fraction.</summary>
    public double WarmupEpochs { get; init; }

    /// <summary>Steps of linear warm-up, for schedules that count steps; overrides <see cref="WarmupEpochs"/> where above 0.</summary>
    public int WarmupSteps { get; init; }

    /// <summary>Epochs after which the step schedule decays.</summary>
    public IReadOnlyList<int> Milestones { get; init; } = [];

    /// <summary>Factor of each decay of the step schedule.</summary>
    public double Factor { get; init; } = 0.1;

    /// <summary>Learning rate at the end, as a share of the peak.</summary>
    public double FinalShare { get; init; }
}

/// <summary>What is measured and stored beside the curves.</summary>
public sealed record AnalysisSpec
{
    /// <summary>Whether features, soft labels and metrics are extracted at the end.</summary>
    public bool AtEnd { get; init; } = true;

    /// <summary>Also extract every N epochs, so that a projection can be scrubbed through training; null for none.</summary>
    public int? EveryEpochs { get; init; }

    /// <summary>Samples per split whose features and logits are stored (drawn by seed); metrics always stream over all.</summary>
    public int StoredSamples { get; init; } = 10_000;

    /// <summary>Three class names for the projection: two similar ones and a different one; empty lets the evidence choose.</summary>
    public IReadOnlyList<string> Triple { get; init; } = [];

    /// <summary>Seed of the stored subsample.</summary>
    public int Seed { get; init; }
}
