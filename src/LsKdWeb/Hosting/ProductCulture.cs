using System.Globalization;

namespace LsKdWeb.Hosting;

/// <summary>One culture for files, logs and pages: invariant, with percentages written without a space.</summary>
internal static class ProductCulture
{
    /// <summary>Makes it the culture of every thread.</summary>
    public static void Use()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.PercentPositivePattern = 1;
        culture.NumberFormat.PercentNegativePattern = 1;
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = culture;
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = culture;
    }
}
