using System.Text.Json.Serialization;

namespace LsKd.Core.Analysis;

/// <summary>
/// Every metric of one network on one split; <c>analysis/&lt;split&gt;.json</c> and the output of <c>analyze</c>. Key names are those of the
/// reference values; a metric without a defined value (an absent class, a missing student) is null, never NaN.
/// </summary>
public sealed record AnalysisReport
{
    [JsonPropertyName("split")] public string Split { get; init; } = "";
    [JsonPropertyName("epoch")] public int? Epoch { get; init; }
    [JsonPropertyName("samples")] public int Samples { get; init; }
    [JsonPropertyName("stored_samples")] public int StoredSamples { get; init; }
    [JsonPropertyName("classes")] public int Classes { get; init; }
    [JsonPropertyName("dimension")] public int Dimension { get; init; }
    [JsonPropertyName("class_names")] public IReadOnlyList<string> ClassNames { get; init; } = [];

    /// <summary>What the reader must know: caps, absent classes, degenerate templates.</summary>
    [JsonPropertyName("remarks")] public IReadOnlyList<string> Remarks { get; init; } = [];

    [JsonPropertyName("top1")] public double? Top1 { get; init; }
    [JsonPropertyName("top5")] public double? Top5 { get; init; }
    [JsonPropertyName("nll")] public double? Nll { get; init; }
    [JsonPropertyName("brier")] public double? Brier { get; init; }
    [JsonPropertyName("ece_15")] public double? Ece15 { get; init; }
    [JsonPropertyName("adaptive_ece_15")] public double? AdaptiveEce15 { get; init; }

    /// <summary>15 rows [count, accuracy or null, mean confidence or null].</summary>
    [JsonPropertyName("reliability_bins")] public IReadOnlyList<IReadOnlyList<double?>> ReliabilityBins { get; init; } = [];
    [JsonPropertyName("temperature")] public double? Temperature { get; init; }
    [JsonPropertyName("ece_15_at_temperature")] public double? Ece15AtTemperature { get; init; }

    /// <summary>Mean of the largest probability.</summary>
    [JsonPropertyName("mean_confidence")] public double? MeanConfidence { get; init; }
    [JsonPropertyName("mean_entropy")] public double? MeanEntropy { get; init; }
    [JsonPropertyName("gamma")] public double? Gamma { get; init; }

    [JsonPropertyName("stability")] public StabilityValues? Stability { get; init; }

    /// <summary>Names (indices) of the classes of <see cref="CenterDistance"/> and the default projection: two similar, one far.</summary>
    [JsonPropertyName("triple")] public IReadOnlyList<int> Triple { get; init; } = [];
    [JsonPropertyName("center_distance")] public CenterDistanceValues? CenterDistance { get; init; }

    /// <summary>Centre distances of all of the most similar pairs, most similar first.</summary>
    [JsonPropertyName("similar_pairs")] public IReadOnlyList<ClassPair> SimilarPairs { get; init; } = [];

    /// <summary>Mean and spread of <see cref="SimilarPairs"/>' centre distances.</summary>
    [JsonPropertyName("similar_pairs_spread")] public CenterDistanceSpread? SimilarPairsSpread { get; init; }

    /// <summary>Triples that the evidence proposes: two similar classes, one far; the best first.</summary>
    [JsonPropertyName("proposed_triples")] public IReadOnlyList<IReadOnlyList<int>> ProposedTriples { get; init; } = [];

    /// <summary>Coordinates of the triple's samples, where they were asked for.</summary>
    [JsonPropertyName("projection")] public ProjectionValues? Projection { get; init; }
    [JsonPropertyName("most_similar_pair_by_weight_cosine")] public IReadOnlyList<int> MostSimilarPairByWeightCosine { get; init; } = [];

    /// <summary>[K, K]: mean probability of each class (column) per true class (row); a row of null where the class is absent.</summary>
    [JsonPropertyName("soft_label_by_class")] public IReadOnlyList<IReadOnlyList<double>?> SoftLabelByClass { get; init; } = [];
    [JsonPropertyName("target_probability_by_class")] public IReadOnlyList<double?> TargetProbabilityByClass { get; init; } = [];
    [JsonPropertyName("mean_sorted_probabilities")] public IReadOnlyList<double> MeanSortedProbabilities { get; init; } = [];

    [JsonPropertyName("accuracy_by_class")] public IReadOnlyList<double?> AccuracyByClass { get; init; } = [];
    [JsonPropertyName("count_by_class")] public IReadOnlyList<int> CountByClass { get; init; } = [];

    /// <summary>[K, K]: samples of a true class (row) predicted as a class (column).</summary>
    [JsonPropertyName("confusion")] public IReadOnlyList<IReadOnlyList<int>> Confusion { get; init; } = [];

    /// <summary>BLEU of the split's translations, where there are any.</summary>
    [JsonPropertyName("bleu"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public double? Bleu { get; init; }

    /// <summary>chrF of the split's translations, where there are any.</summary>
    [JsonPropertyName("chrf"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public double? ChrF { get; init; }

    /// <summary>Accuracy over many- (above 100 training samples), medium- (20 to 100) and few-shot classes, where the training set is long-tailed.</summary>
    [JsonPropertyName("shot_accuracy")] public ShotAccuracy? ShotAccuracy { get; init; }

    [JsonPropertyName("neural_collapse")] public NeuralCollapseValues? NeuralCollapse { get; init; }

    /// <summary>Mean Euclidean distance of a sample's features to its class mean, over all classes that occur.</summary>
    [JsonPropertyName("mean_intra_class_radius")] public double? MeanIntraClassRadius { get; init; }

    /// <summary>Mean pairwise cosine distance within classes, and R² = 1 - within / total (Kornblith et al.).</summary>
    [JsonPropertyName("cosine_within")] public double? CosineWithin { get; init; }
    [JsonPropertyName("cosine_r2")] public double? CosineR2 { get; init; }

    /// <summary>Rows [risk, coverage] by maximum softmax probability.</summary>
    [JsonPropertyName("coverage_at_risk")] public IReadOnlyList<IReadOnlyList<double>> CoverageAtRisk { get; init; } = [];

    /// <summary>Müller's mutual-information estimate in nats; qualitative only.</summary>
    [JsonPropertyName("mutual_information_mueller")] public double? MutualInformation { get; init; }

    /// <summary>Values against a teacher (or, for a bundle, of <c>student_logits</c> against <c>logits</c>).</summary>
    [JsonPropertyName("student_agreement_top1")] public double? StudentAgreementTop1 { get; init; }
    [JsonPropertyName("loss")] public IReadOnlyDictionary<string, double>? Loss { get; init; }

    /// <summary>95% bootstrap intervals [low, high] by key.</summary>
    [JsonPropertyName("intervals")] public IReadOnlyDictionary<string, IReadOnlyList<double>> Intervals { get; init; } =
        new Dictionary<string, IReadOnlyList<double>>();
}

/// <summary>Stability S (Shen et al., Eq. 2) and two variants; the paper's tables show 1 - S.</summary>
public sealed record StabilityValues(
    [property: JsonPropertyName("squared_l2")] double SquaredL2,
    [property: JsonPropertyName("l2")] double L2,
    [property: JsonPropertyName("target_probability")] double TargetProbability);

/// <summary>Distance of two class centres, raw and over the mean intra-class radius, in feature space and in the plane.</summary>
public sealed record CenterDistanceValues(
    [property: JsonPropertyName("features")] double Features,
    [property: JsonPropertyName("features_over_radius")] double? FeaturesOverRadius,
    [property: JsonPropertyName("plane")] double? Plane,
    [property: JsonPropertyName("plane_over_radius")] double? PlaneOverRadius);

/// <summary>Coordinates of samples in the plane of a triple, not centred.</summary>
/// <param name="Rows">Indices of the samples whose label is in the triple.</param>
/// <param name="Plane">[n, 2]; null where the templates lie on a line.</param>
/// <param name="PlaneWithBias">[n, 2] with 1 appended to the features and the bias to the templates.</param>
public sealed record ProjectionValues(
    [property: JsonPropertyName("rows")] IReadOnlyList<int> Rows,
    [property: JsonPropertyName("plane")] IReadOnlyList<IReadOnlyList<double>>? Plane,
    [property: JsonPropertyName("plane_with_bias")] IReadOnlyList<IReadOnlyList<double>>? PlaneWithBias);

/// <summary>Two classes, how similar the evidence says they are, and how far apart their centres lie.</summary>
public sealed record ClassPair(
    [property: JsonPropertyName("first")] int First,
    [property: JsonPropertyName("second")] int Second,
    [property: JsonPropertyName("template_cosine")] double TemplateCosine,
    [property: JsonPropertyName("soft_label")] double SoftLabel,
    [property: JsonPropertyName("confusion")] double Confusion,
    [property: JsonPropertyName("similarity_rank")] double SimilarityRank,
    [property: JsonPropertyName("center_distance")] CenterDistanceValues? CenterDistance);

/// <summary>Accuracy by how many training samples a class has.</summary>
public sealed record ShotAccuracy(
    [property: JsonPropertyName("many")] double? Many,
    [property: JsonPropertyName("medium")] double? Medium,
    [property: JsonPropertyName("few")] double? Few);

/// <summary>Neural-collapse measures; definitions as in the documentation of the analysis.</summary>
public sealed record NeuralCollapseValues(
    [property: JsonPropertyName("nc1")] double? Nc1,
    [property: JsonPropertyName("nc2")] double? Nc2,
    [property: JsonPropertyName("nc3")] double? Nc3,
    [property: JsonPropertyName("ncc_mismatch")] double? NccMismatch);
