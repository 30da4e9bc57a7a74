using LsKd.Core.Specs;
using Microsoft.AspNetCore.Components;

namespace LsKdWeb.Components.Pages.NewExperiment;

/// <summary>A part of the form. It shows the spec and answers with a changed one; it keeps nothing itself.</summary>
public abstract class SpecSection : ComponentBase
{
    /// <summary>The spec as it is.</summary>
    [Parameter, EditorRequired] public RunSpec Spec { get; set; } = new();

    /// <summary>Called with the spec as it shall be.</summary>
    [Parameter] public EventCallback<RunSpec> SpecChanged { get; set; }

    /// <summary>Replaces the spec.</summary>
    protected Task Set(RunSpec spec) => SpecChanged.InvokeAsync(spec);

    /// <summary>Changes the data part.</summary>
    protected Task Data(Func<DataSpec, DataSpec> change) => Set(Spec with { Data = change(Spec.Data) });

    /// <summary>Changes the model part.</summary>
    protected Task Model(Func<ModelSpec, ModelSpec> change) => Set(Spec with { Model = change(Spec.Model) });

    /// <summary>Changes the objective.</summary>
    protected Task Objective(Func<ObjectiveSpec, ObjectiveSpec> change) => Set(Spec with { Objective = change(Spec.Objective) });

    /// <summary>Changes the training part.</summary>
    protected Task Training(Func<TrainingSpec, TrainingSpec> change) => Set(Spec with { Training = change(Spec.Training) });

    /// <summary>The settings of the translation task, or their defaults.</summary>
    protected TranslationSpec Settings => Spec.Translation ?? new();

    /// <summary>Changes the settings of the translation task.</summary>
    protected Task Translation(Func<TranslationSpec, TranslationSpec> change) => Set(Spec with { Translation = change(Settings) });

    /// <summary>Changes the optimiser.</summary>
    protected Task Optimizer(Func<OptimizerSpec, OptimizerSpec> change) => Training(t => t with { Optimizer = change(t.Optimizer) });

    /// <summary>Changes the schedule.</summary>
    protected Task Schedule(Func<ScheduleSpec, ScheduleSpec> change) => Training(t => t with { Schedule = change(t.Schedule) });

    /// <summary>Changes what is analysed.</summary>
    protected Task Analysis(Func<AnalysisSpec, AnalysisSpec> change) => Set(Spec with { Analysis = change(Spec.Analysis) });

    /// <summary>Changes what is asked of the scheduler.</summary>
    protected Task Resources(Func<ResourceSpec, ResourceSpec> change) => Set(Spec with { Resources = change(Spec.Resources) });

    /// <summary>A text or null where there is none.</summary>
    protected static string? OrNull(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
