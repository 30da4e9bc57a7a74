using System.CommandLine;
using System.Text.Json;
using LsKd.Core.Catalogs;
using LsKdWeb.Cli;

namespace LsKdWeb.Tests.Cli;

public class ModelsCommandTests
{
    [Fact]
    public void Json_lists_every_model_with_family_and_count()
    {
        var output = new StringWriter();
        var code = RootCommandFactory.Create().Parse(["models", "--json"]).Invoke(new InvocationConfiguration { Output = output });
        using var document = JsonDocument.Parse(output.ToString());
        var entries = document.RootElement.EnumerateArray().ToDictionary(e => e.GetProperty("name").GetString()!);
        Assert.Equal(0, code);
        Assert.Equal(ModelCatalog.All.Select(m => m.Name).Concat(TranslationCatalog.Models.Select(m => m.Name)), entries.Keys);
        Assert.Equal(25_557_032, entries["resnet50"].GetProperty("parameters").GetInt64());
        Assert.Equal(1_310_208 + 1000 * 128, entries["transformer-tiny"].GetProperty("parameters").GetInt64());
        Assert.Equal("ResNeXt", entries["resnext50-32x4d"].GetProperty("family").GetString());
    }
}
