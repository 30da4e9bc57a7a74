using LsKd.Core.Studies.Catalog;

namespace LsKdWeb.Components.Pages.Studies;

/// <summary>The parts of the debate in words.</summary>
internal static class BoardParts
{
    /// <summary>Heading of a part.</summary>
    public static string Title(StudyPart part) => part switch
    {
        StudyPart.Start => "To begin with",
        StudyPart.Networks => "What smoothing does to a network",
        StudyPart.Students => "What it does to students",
        StudyPart.Limits => "Where its gain ends",
        StudyPart.Binary => "Binary networks",
        StudyPart.Translation => "Translation",
        _ => "Your own",
    };

    /// <summary>What is trained in it.</summary>
    public static string About(StudyPart part) => part switch
    {
        StudyPart.Start or StudyPart.Networks or StudyPart.Students or StudyPart.Limits => "Image classification",
        StudyPart.Binary => "Image classification, students of one bit a weight",
        StudyPart.Translation => "German into English",
        _ => "Images or translation",
    };
}
