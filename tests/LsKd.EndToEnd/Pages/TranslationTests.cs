using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LsKd.EndToEnd.Pages;

/// <summary>A translation run from the form to the box on its page, with a corpus whose mapping is known.</summary>
[Trait("Category", "Browser")]
public sealed class TranslationTests(TranslationTests.CorpusServer server, BrowserFixture browser) : IClassFixture<TranslationTests.CorpusServer>
{
    private const string Settings = """
        task: translation
        data: { dataset: parallel }
        model: { name: transformer-tiny }
        translation: { vocabularySize: 320, batchTokens: 256, beam: 2, width: 48 }
        """;

    private const string Optimizer = """
        optimizer: { name: adam, learningRate: 0.004, beta2: 0.98, weightDecay: 0 }
          schedule: { name: cosine, warmupSteps: 40 }
        """;

    private static readonly LocatorAssertionsToHaveTextOptions Training = new() { Timeout = 300_000 };

    [Fact]
    public async Task A_teacher_and_its_student_are_trained_from_the_form_and_translate_side_by_side()
    {
        await using var site = await browser.OpenAsync(server.Url);
        var teacher = await LaunchAsync(site, "/new", $"{Settings}\nname: a teacher\ntraining:\n  epochs: 20\n  {Optimizer}", "320");
        await Expect(site.Page.Locator(".stat").Filter(new() { HasText = "Test BLEU" }).Locator(".value")).ToHaveTextAsync(new Regex(@"^\d"));
        var student = await LaunchAsync(
            site, $"/new?teacher={teacher}",
            $"{Settings}\nname: a student\nobjective: {{ name: kd, softWeight: 0.9, topK: 4 }}\nteacher: {{ run: {teacher} }}\ntraining:\n  epochs: 2\n  {Optimizer}", "320");

        await site.GoAsync($"/runs/{student}?tab=translate");
        await TranslateAsync(site.Page, "haus hund baum wasser feuer");
        await Expect(site.Page.Locator("article")).ToHaveCountAsync(2);
        await Expect(site.Page.Locator("article").First).ToHaveAttributeAsync("data-run", teacher);
        var units = await site.Page.Locator($"article[data-run='{teacher}'] .text").AllTextContentsAsync();
        var words = string.Concat(units).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.True(words.Intersect(["fire", "house", "dog", "tree", "water"]).Count() >= 4, string.Join(' ', words));
        Assert.All(
            await site.Page.Locator(".number").AllTextContentsAsync(),
            number => Assert.InRange(double.Parse(number, System.Globalization.CultureInfo.InvariantCulture), 0, 1));

        await site.GoAsync($"/compare?runs={teacher},{student}");
        await Expect(site.Page.Locator("table").Filter(new() { HasText = "BLEU" }).First).ToBeVisibleAsync();
        await NarrowAsync(teacher);
        site.AssertNoFaults();
    }

    private async Task NarrowAsync(string teacher)
    {
        await using var narrow = await browser.OpenAsync(server.Url, 390, 844, dark: true);
        await narrow.GoAsync($"/runs/{teacher}?tab=translate");
        await narrow.Page.GetByRole(AriaRole.Button, new() { Name = "A sentence of the test split" }).ClickAsync();
        await Expect(narrow.Page.Locator(".reference")).ToBeVisibleAsync();
        await narrow.Page.GetByRole(AriaRole.Button, new() { Name = "Translate", Exact = true }).ClickAsync();
        await FinishAsync(narrow.Page);
        await narrow.AssertAccessibleAsync();
        await narrow.AssertFitsAsync();
        narrow.AssertNoFaults();
    }

    private static async Task TranslateAsync(IPage page, string sentence)
    {
        await page.GetByLabel("A German sentence").FillAsync(sentence);
        await page.GetByRole(AriaRole.Button, new() { Name = "Translate", Exact = true }).ClickAsync();
        await FinishAsync(page);
    }

    private static Task FinishAsync(IPage page) =>
        Expect(page.Locator(".results")).ToHaveAttributeAsync("aria-busy", "false", new() { Timeout = 120_000 });

    private static async Task<string> LaunchAsync(SitePage site, string address, string yaml, string units)
    {
        await site.GoAsync(address);
        await site.Page.GetByLabel("The spec as YAML").FillAsync(yaml);
        await Expect(site.Page.Locator("[data-field='translation.vocabularySize']")).ToHaveValueAsync(units);
        await Expect(site.Page.Locator("[data-field='translation.width']")).ToHaveValueAsync("48");
        await site.Page.GetByRole(AriaRole.Button, new() { Name = "Launch the run" }).ClickAsync();
        await Expect(site.Page).ToHaveURLAsync(new Regex("/runs/[a-z0-9]{10}$"));
        var id = site.Page.Url[^10..];
        await Expect(site.Page.Locator(".page-head .chip")).ToHaveTextAsync("Done", Training);
        return id;
    }

    /// <summary>A server whose home holds a corpus: each German word has one English word, and the last one comes first.</summary>
    public sealed class CorpusServer : ServerFixture
    {
        private static readonly string[] German = ["haus", "hund", "baum", "wasser", "feuer", "stein", "vogel", "licht", "nacht", "berg"];
        private static readonly string[] English = ["house", "dog", "tree", "water", "fire", "stone", "bird", "light", "night", "hill"];

        protected override async Task PrepareAsync()
        {
            var random = new Random(1);
            var folder = Directory.CreateDirectory(Path.Combine(Home, "data", "parallel")).FullName;
            foreach (var (name, count) in new[] { ("train", 600), ("valid", 20), ("test", 30) })
                await File.WriteAllLinesAsync(Path.Combine(folder, name + ".tsv"), Enumerable.Range(0, count).Select(_ => Pair(random)));
        }

        private static string Pair(Random random)
        {
            var words = Enumerable.Range(0, random.Next(5, 8)).Select(_ => random.Next(German.Length)).ToArray();
            var turned = words.Skip(words.Length - 1).Concat(words.SkipLast(1));
            return $"{string.Join(' ', words.Select(w => German[w]))}\t{string.Join(' ', turned.Select(w => English[w]))}";
        }
    }
}
