using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;

namespace LsKd.Store.Database;

/// <summary>Column names that need no quotes in either database.</summary>
internal static partial class SnakeCase
{
    /// <summary>Renames every column of the model.</summary>
    public static void Apply(ModelBuilder model)
    {
        foreach (var property in model.Model.GetEntityTypes().SelectMany(e => e.GetProperties()))
            property.SetColumnName(WordStart().Replace(property.Name, "_$0").ToLowerInvariant());
    }

    [GeneratedRegex("(?<!^)[A-Z]")]
    private static partial Regex WordStart();
}
