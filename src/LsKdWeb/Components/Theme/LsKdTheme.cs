using MudBlazor;

namespace LsKdWeb.Components.Theme;

/// <summary>MudBlazor's theme, from the same values as <c>wwwroot/css/tokens.css</c>.</summary>
public static class LsKdTheme
{
    private static readonly string[] Family = ["Inter Variable", "system-ui", "sans-serif"];

    /// <summary>The theme.</summary>
    public static MudTheme Instance { get; } = new()
    {
        PaletteLight = Light(),
        PaletteDark = Dark(),
        LayoutProperties = new() { DefaultBorderRadius = "8px" },
        Typography = Type(),
    };

    private static PaletteLight Light() => new()
    {
        Primary = "#4338ca", Secondary = "#545f70", Tertiary = "#0072b2", Info = "#1d5fc4", Success = "#0b7a52",
        Warning = "#8f5a00", Error = "#b3261e", Background = "#f6f7fa", BackgroundGray = "#f0f2f6", Surface = "#ffffff",
        TextPrimary = "#131926", TextSecondary = "#545f70", TextDisabled = "#7c8696", ActionDefault = "#545f70",
        LinesDefault = "#dfe3ea", LinesInputs = "#a9b2c1", TableLines = "#dfe3ea", TableHover = "#f6f7fa", Divider = "#dfe3ea",
        HoverOpacity = 0.05,
    };

    private static PaletteDark Dark() => new()
    {
        Primary = "#a9b4ff", PrimaryContrastText = "#10142b", Secondary = "#9ca8bd", SecondaryContrastText = "#10142b",
        Tertiary = "#5eb3ef", Info = "#82b4ff", InfoContrastText = "#10142b", Success = "#5fd3a4", SuccessContrastText = "#10142b",
        Warning = "#f0b95a", WarningContrastText = "#10142b", Error = "#ff9b90", ErrorContrastText = "#10142b",
        Background = "#0b0f18", BackgroundGray = "#1a2232", Surface = "#121826", TextPrimary = "#e7ebf3",
        TextSecondary = "#9ca8bd", TextDisabled = "#77839a", ActionDefault = "#9ca8bd", LinesDefault = "#263044",
        LinesInputs = "#56637d", TableLines = "#263044", TableHover = "#1a2232", Divider = "#263044", HoverOpacity = 0.08,
    };

    private static Typography Type() => new()
    {
        Default = new DefaultTypography { FontFamily = Family, FontSize = "14px", LetterSpacing = "0" },
        Body1 = new Body1Typography { FontFamily = Family, FontSize = "14px", LetterSpacing = "0" },
        Body2 = new Body2Typography { FontFamily = Family, FontSize = "13px", LetterSpacing = "0" },
        Button = new ButtonTypography { FontFamily = Family, FontSize = "13.5px", FontWeight = "560", LetterSpacing = "0", TextTransform = "none" },
        Caption = new CaptionTypography { FontFamily = Family, FontSize = "12px", LetterSpacing = "0" },
        H6 = new H6Typography { FontFamily = Family, FontSize = "16px", FontWeight = "640", LetterSpacing = "-0.011em" },
    };
}
