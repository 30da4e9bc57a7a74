namespace LsKd.Core.Specs;

/// <summary>Settings of the translation task.</summary>
public sealed record TranslationSpec
{
    /// <summary>Sub-word units to learn.</summary>
    public int VocabularySize { get; init; } = 4000;

    /// <summary>One vocabulary for both languages.</summary>
    public bool JointVocabulary { get; init; } = true;

    /// <summary>Sentence pairs longer than this many units on either side are left out of training.</summary>
    public int MaxLength { get; init; } = 128;

    /// <summary>Largest ratio of the two lengths in training.</summary>
    public double MaxLengthRatio { get; init; } = 3;

    /// <summary>Target units per batch, padding included.</summary>
    public int BatchTokens { get; init; } = 2048;

    /// <summary>Width of the model; null takes <see cref="ModelSpec.Width"/> or the named size's own, as do the others.</summary>
    public int? Width { get; init; }

    /// <summary>Encoder and decoder layers each.</summary>
    public int? Layers { get; init; }

    /// <summary>Attention heads.</summary>
    public int? Heads { get; init; }

    /// <summary>Width of the feed-forward layers.</summary>
    public int? FeedForward { get; init; }

    /// <summary>Normalise before each sub-layer rather than after it.</summary>
    public bool PreNorm { get; init; } = true;

    /// <summary>Share the target embedding with the output layer.</summary>
    public bool TieEmbeddings { get; init; } = true;

    /// <summary>Checkpoints averaged for the final model; 1 takes the best alone.</summary>
    public int AverageCheckpoints { get; init; } = 1;

    /// <summary>Hypotheses kept in beam search; 1 is greedy.</summary>
    public int Beam { get; init; } = 4;

    /// <summary>Exponent of the length penalty.</summary>
    public double LengthPenalty { get; init; } = 0.6;

    /// <summary>Train the student on the teacher's own translations.</summary>
    public bool SequenceLevel { get; init; }

    /// <summary>Compare in lower case.</summary>
    public bool LowercaseScore { get; init; }
}
