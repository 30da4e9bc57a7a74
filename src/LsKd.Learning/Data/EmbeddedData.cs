namespace LsKd.Learning.Data;

/// <summary>Where the product carries its own data sets: the folder <c>data</c> beside the program.</summary>
public static class EmbeddedData
{
    /// <summary>Folder of an embedded set.</summary>
    /// <exception cref="DatasetException">The program was copied without its data.</exception>
    public static string Folder(string name)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "data", name);
        return Directory.Exists(folder) ? folder
            : throw new DatasetException($"{folder} is missing: the program was copied without its data folder.");
    }
}
