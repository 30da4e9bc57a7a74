using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using LsKd.Core.Arrays;
using LsKdWeb.Analyses;
using LsKdWeb.Api;

namespace LsKdWeb.Tests.Api;

public sealed class ArrayEndpointTests(InventedHome home) : IClassFixture<InventedHome>
{
    [Fact]
    public async Task One_answer_holds_every_panel_with_ids_places_labels_and_what_to_say()
    {
        var file = await FetchAsync("/api/projection?panels=teacher2:train,teacher3:test&classes=4,5,1");
        var panels = Panels(file);
        Assert.Equal(["teacher2", "teacher3"], panels.Select(p => p.Run));
        Assert.All(panels, p => Assert.Equal(90, p.Points));
        Assert.Equal(90, file.ReadFloats("1.x").Length);
        Assert.Equal(90, file.ReadIntegers("0.ids").Length);
        Assert.Equal([1, 4, 5], file.ReadBytes("0.label").Select(b => (int)b).Distinct().Order());
        Assert.All(panels, p => Assert.Equal(3, p.Templates.Count));
    }

    [Fact]
    public async Task Smoothing_shrinks_the_plane_as_it_does_in_the_invented_network()
    {
        var panels = Panels(await FetchAsync("/api/projection?panels=teacher2:train,teacher3:train&classes=4,5,1"));
        Assert.True(panels[1].CenterDistance!.Plane < panels[0].CenterDistance!.Plane);
        Assert.True(panels[1].CenterDistance!.FeaturesOverRadius > panels[0].CenterDistance!.FeaturesOverRadius);
    }

    [Theory]
    [InlineData("plane-with-bias", 3)]
    [InlineData("span-pca", 3)]
    [InlineData("all-class-pca", 0)]
    public async Task Every_method_answers_and_says_what_it_was_fitted_on(string method, int templates)
    {
        var panel = Panels(await FetchAsync($"/api/projection?panels=teacher2:test&classes=4,5,1&method={method}"))[0];
        Assert.Null(panel.Error);
        Assert.Equal(templates, panel.Templates.Count);
        Assert.Equal(method.EndsWith("pca", StringComparison.Ordinal), panel.Notes.Any(n => n.Contains("fitted on", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_panel_that_cannot_be_shown_says_why_and_its_neighbour_appears()
    {
        var panels = Panels(await FetchAsync("/api/projection?panels=nobody:train,teacher2:train:4&classes=4,5,1"));
        Assert.Contains("nobody", panels[0].Error, StringComparison.Ordinal);
        Assert.Equal(90, panels[1].Points);
        Assert.Equal(4, panels[1].Epoch);
    }

    [Theory]
    [InlineData("panels=teacher2:train&classes=4,4,1", "differ")]
    [InlineData("panels=teacher2:train&classes=4,5", "three classes")]
    [InlineData("panels=teacher2:elsewhere&classes=4,5,1", "split")]
    [InlineData("panels=../x:train&classes=4,5,1", "RUN:SPLIT")]
    [InlineData("panels=teacher2:train&classes=4,5,1&method=magic", "magic")]
    public async Task A_question_that_makes_no_sense_is_refused_by_name(string query, string word)
    {
        using var response = await home.Http.GetAsync($"/api/projection?{query}", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(word, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Curves_come_in_the_order_asked_and_say_how_many_points_are_stored()
    {
        var url = CurveRequest.Url([new CurveRequest("train/loss", "teacher2"), new CurveRequest("validation/top1", "teacher3")], 90);
        var file = await FetchAsync(url);
        Assert.InRange(file.ReadFloats("0.values").Length, 10, 90);
        Assert.Equal(8, file.ReadFloats("1.values").Length);
        Assert.Equal("[400,8]", file.Metadata["stored"]);
    }

    [Fact]
    public async Task Several_runs_become_a_mean_with_a_band_and_the_note_says_n()
    {
        var file = await FetchAsync(CurveRequest.Url([new CurveRequest("validation/top1", ["teacher2", "teacher9"])]));
        var (one, two) = (await ValuesAsync("teacher2"), await ValuesAsync("teacher9"));
        var mean = file.ReadFloats("0.values");
        Assert.Equal((one[3] + two[3]) / 2, mean[3], 5);
        Assert.True(file.ReadFloats("0.low")[3] < mean[3] && mean[3] < file.ReadFloats("0.high")[3]);
        Assert.Contains("n = 2", file.Metadata["note"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_live_chart_asks_for_what_is_new_and_gets_little()
    {
        using var response = await home.Http.GetAsync(
            CurveRequest.Url([new CurveRequest("train/loss", "teacher2")]) + "&from=400", TestContext.Current.CancellationToken);
        Assert.InRange((await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).Length, 1, 2048);
    }

    [Fact]
    public async Task A_sample_tells_its_soft_label_with_the_true_class_among_the_largest()
    {
        var details = await home.Http.GetFromJsonAsync<SampleDetails>("/api/samples/teacher2/train/7", TestContext.Current.CancellationToken);
        Assert.Equal(7, details!.Label);
        Assert.Contains(details.Top, c => c.Class == 7);
        Assert.Equal(details.Top.Max(c => c.Probability), details.Top[0].Probability);
    }

    [Fact]
    public async Task A_sample_of_an_embedded_set_has_an_image()
    {
        using var response = await home.Http.GetAsync("/api/samples/teacher2/train/7/image", TestContext.Current.CancellationToken);
        Assert.Equal("image/png", response.Content.Headers.ContentType?.MediaType);
        var png = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], png.Take(4));
    }

    [Fact]
    public async Task A_sample_that_is_not_stored_is_not_found()
    {
        using var response = await home.Http.GetAsync("/api/samples/teacher2/train/999999", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task A_bundle_with_a_label_out_of_range_is_refused_by_tensor_and_nothing_is_kept()
    {
        var bundle = Bundle(labels: [0, 1, 7]);
        var (status, text) = await SendAsync(bundle);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("'labels' holds 7", text, StringComparison.Ordinal);
        Assert.DoesNotContain(home.Home.Root, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_whole_bundle_is_kept_and_described()
    {
        var (status, text) = await SendAsync(Bundle(labels: [0, 1, 2]));
        Assert.Equal(HttpStatusCode.OK, status);
        var kept = JsonSerializer.Deserialize<ImportedBundle>(text, JsonSerializerOptions.Web)!;
        Assert.Equal((3, 2, 3), (kept.Summary.Samples, kept.Summary.Dimension, kept.Summary.Classes));
        Assert.True(File.Exists(kept.Path));
    }

    private static byte[] Bundle(long[] labels)
    {
        var columns = new MemoryStream();
        SafeTensorsFile.Write(columns,
        [
            ("features", "F32", [3, 2], new byte[24]), ("weights", "F32", [3, 2], new byte[24]), ("bias", "F32", [3], new byte[12]),
            ("labels", "I64", [3], System.Runtime.InteropServices.MemoryMarshal.AsBytes<long>(labels).ToArray()),
        ]);
        return columns.ToArray();
    }

    private async Task<(HttpStatusCode, string)> SendAsync(byte[] bytes)
    {
        using var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        using var response = await home.Http.PostAsync("/api/imports", content, TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private async Task<float[]> ValuesAsync(string run) =>
        (await FetchAsync(CurveRequest.Url([new CurveRequest("validation/top1", run)]))).ReadFloats("0.values");

    private async Task<SafeTensorsFile> FetchAsync(string url)
    {
        var path = Path.Combine(home.Home.Root, $"{Guid.NewGuid():N}.safetensors");
        await File.WriteAllBytesAsync(path, await home.Http.GetByteArrayAsync(url, TestContext.Current.CancellationToken));
        return SafeTensorsFile.Open(path);
    }

    private static List<PanelInfo> Panels(SafeTensorsFile file) =>
        JsonSerializer.Deserialize<List<PanelInfo>>(file.Metadata["panels"], JsonSerializerOptions.Web)!;
}
