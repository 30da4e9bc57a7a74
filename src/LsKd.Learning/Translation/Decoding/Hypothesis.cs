namespace LsKd.Learning.Translation.Decoding;

/// <summary>A translation in ids, without begin and end.</summary>
/// <param name="Units">Target ids.</param>
/// <param name="Confidences">Probability of each unit when it was chosen, then of the end, in [0, 1].</param>
/// <param name="Score">Sum of log probabilities over the length penalty.</param>
public sealed record Hypothesis(IReadOnlyList<int> Units, IReadOnlyList<double> Confidences, double Score);

/// <summary>How translations are searched for.</summary>
/// <param name="Beam">Hypotheses kept; 1 is greedy.</param>
/// <param name="LengthPenalty">Exponent of ((5 + length) / 6) by which a score is divided (Wu et al. 2016); 0 for none.</param>
/// <param name="LengthFactor">Longest translation as a multiple of the source's length.</param>
/// <param name="LengthMargin">Units allowed beyond that.</param>
public sealed record DecodingOptions(int Beam = 4, double LengthPenalty = 0.6, double LengthFactor = 2, int LengthMargin = 10);
