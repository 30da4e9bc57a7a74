using System.Globalization;
using LsKd.Core.Catalogs;
using LsKd.Core.Specs;
using LsKd.Core.Studies.Designs;
using LsKd.Core.Studies.Plans;
using LsKdWeb.Studies;

namespace LsKdWeb.Components.Pages.Studies;

/// <summary>A study's document as the fields of a form. Empty fields take the study's own choice.</summary>
internal sealed class StudyFormModel
{
    private StudySpec origin = new();

    public StudySize Size { get; set; } = StudySize.Quick;
    public string Title { get; set; } = "";
    public string Seeds { get; set; } = "";
    public string Smoothings { get; set; } = "";
    public string Temperatures { get; set; } = "";
    public string ClassCounts { get; set; } = "";
    public string ImbalanceFactors { get; set; } = "";
    public SmoothingConvention Convention { get; set; }
    public string Dataset { get; set; } = "";
    public string LabelLevel { get; set; } = "";
    public double? Fraction { get; set; }
    public int? TrainSize { get; set; }
    public string Pairs { get; set; } = "";
    public string Networks { get; set; } = "";
    public IReadOnlyCollection<string> Objectives { get; set; } = [];
    public int? Epochs { get; set; }
    public int? BatchSize { get; set; }
    public double? LearningRate { get; set; }

    /// <summary>The form of a document.</summary>
    public static StudyFormModel Of(StudySpec spec) => new()
    {
        origin = spec,
        Size = spec.Size,
        Title = spec.Title,
        Seeds = SeedList.Write(spec.Seeds),
        Smoothings = Numbers(spec.Smoothings),
        Temperatures = Numbers(spec.Temperatures),
        ClassCounts = Numbers(spec.ClassCounts.Select(k => (double)k)),
        ImbalanceFactors = Numbers(spec.ImbalanceFactors),
        Convention = spec.Convention,
        Dataset = spec.Data?.Dataset ?? "",
        LabelLevel = spec.Data?.LabelLevel ?? "",
        Fraction = spec.Data?.Fraction is < 1 and var share ? share : null,
        TrainSize = spec.Data?.TrainSize,
        Pairs = string.Join(", ", spec.Pairs.Select(LsKd.Core.Studies.Designs.Networks.Label)),
        Networks = string.Join(", ", spec.Networks.Select(LsKd.Core.Studies.Designs.Networks.Label)),
        Objectives = [.. spec.Objectives.Select(o => o.Name)],
        Epochs = spec.Training?.Epochs,
        BatchSize = spec.Training?.BatchSize,
        LearningRate = spec.Training?.Optimizer.LearningRate,
    };

    /// <summary>The document of the form.</summary>
    /// <exception cref="FormatException">A field cannot be read; the message names it.</exception>
    public StudySpec ToSpec() => origin with
    {
        Size = Size,
        Title = Title.Trim(),
        Seeds = SeedList.Parse(Seeds),
        Smoothings = NumberList("smoothings", Smoothings),
        Temperatures = NumberList("temperatures", Temperatures),
        ClassCounts = [.. NumberList("class counts", ClassCounts).Select(k => (int)k)],
        ImbalanceFactors = NumberList("imbalance factors", ImbalanceFactors),
        Convention = Convention,
        Data = ToData(),
        Pairs = [.. Split(Pairs).Select(ToPair)],
        Networks = [.. Split(Networks).Select(ToModel)],
        Objectives = [.. Objectives.Select(name => origin.Objectives.FirstOrDefault(o => o.Name == name) ?? new ObjectiveSpec { Name = name })],
        Training = ToTraining(),
    };

    private DataSpec? ToData()
    {
        if (Dataset.Length == 0)
            return TrainSize is null && Fraction is null ? null : Changed(Own.Data);
        return Changed(origin.Data is { } known && known.Dataset == Dataset ? known : new DataSpec { Dataset = Dataset });
    }

    // What the study would take for this size and data, so that changing one setting leaves the others as they were.
    private StudyDefaults Own => StudyDesigns.Defaults(new StudySpec
    {
        Study = origin.Study, Size = Size, Data = Dataset.Length > 0 ? new DataSpec { Dataset = Dataset } : null,
    });

    private DataSpec Changed(DataSpec data)
    {
        var levels = DatasetCatalog.Find(data.Dataset)?.LabelLevels ?? [];
        return data with { TrainSize = TrainSize, Fraction = Fraction ?? 1, LabelLevel = levels.Contains(LabelLevel) ? LabelLevel : null };
    }

    private TrainingSpec? ToTraining()
    {
        if (origin.Training is null && Epochs is null && BatchSize is null && LearningRate is null)
            return null;
        var training = origin.Training ?? Own.Training;
        return training with
        {
            Epochs = Epochs ?? training.Epochs,
            BatchSize = BatchSize ?? training.BatchSize,
            Optimizer = training.Optimizer with { LearningRate = LearningRate ?? training.Optimizer.LearningRate },
        };
    }

    private static NetworkPair ToPair(string text)
    {
        var sides = text.Split('>', StringSplitOptions.TrimEntries);
        return sides.Length == 2
            ? new(ToModel(sides[0]), ToModel(sides[1]))
            : throw new FormatException($"pairs: '{text}' is not of the form 'resnet8 w16 > resnet8 w6'.");
    }

    private static ModelSpec ToModel(string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 1)
            return new ModelSpec { Name = words[0] };
        if (words.Length == 2 && words[1].StartsWith('w') && int.TryParse(words[1][1..], NumberStyles.None, CultureInfo.InvariantCulture, out var width))
            return new ModelSpec { Name = words[0], Width = width };
        throw new FormatException($"networks: '{text}' is not of the form 'resnet8' or 'resnet8 w16'.");
    }

    private static string[] Split(string text) => text.Split([',', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static double[] NumberList(string field, string text) =>
    [
        .. Split(text).Select(part => double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new FormatException($"{field}: '{part}' is not a number.")),
    ];

    private static string Numbers(IEnumerable<double> values) => string.Join(", ", values.Select(v => v.ToString(CultureInfo.InvariantCulture)));
}
