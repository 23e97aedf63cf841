using RegionSud.AiWorkflow.Edge.Adapters;
using RegionSud.AiWorkflow.Edge.Admin;
using RegionSud.AiWorkflow.Edge.Admin.ModelWatching;
using RegionSud.AiWorkflow.Models;
using RegionSud.AiWorkflow.Ports;
using RegionSud.AiWorkflow.Tests.Admin;

namespace RegionSud.AiWorkflow.Tests.Watch;

/// <summary>What the page says of the watch.</summary>
public sealed class ModelWatchSectionTests
{
    private const string Hostile = "<script>alert(1)</script>";

    [Fact]
    public async Task Nothing_that_is_watched_is_said_so()
    {
        var page = await Rendering.PageAsync<ModelWatchSection>(new() { ["View"] = new ModelWatchView([], [], []), ["Token"] = "request" });
        Assert.Contains("Aucune source n’est regardée.", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Aucun événement de fournisseur n’attend.", page.Body.TextContent, StringComparison.Ordinal);
        Assert.NotNull(page.QuerySelector("form[method=post][action='/veille-modeles'] input[type=hidden][value=request]"));
        Assert.Equal("", Rendering.MisplacedSpaces(page));
    }

    [Fact]
    public async Task Each_source_shows_its_last_look_its_error_and_every_finding_in_French_and_what_comes_from_outside_is_text()
    {
        var seen = new SeenModel("chat", Hostile) { Findings = Enum.GetValues<FindingKind>() };
        var look = new SourceLook("azure", Rendering.Now)
        {
            SucceededAt = Rendering.Now.AddDays(-4),
            FailingSince = Rendering.Now.AddDays(-3),
            Error = "Azure refuse l’accès (403).",
            Models = [new ModelLook("chat", seen.Findings, seen, Rendering.Now), new ModelLook("perdu", [FindingKind.NotFound], null, null), new ModelLook("calme", [], seen, Rendering.Now)],
        };
        var view = new ModelWatchView(
            [
                new WatchedSource("Azure", true, ["chat"], look, IsAlert: true),
                new WatchedSource("Mistral AI", true, [], null, false),
                new WatchedSource("Hugging Face", true, ["mistral"], null, false),
                new WatchedSource(Hostile, false, ["autre"], null, false),
            ],
            [("chat", FindingKind.GuaranteeExpiring)],
            [
                new KeptModelEvent(new string('a', 64), Rendering.Now, Hostile, ModelEventVerdict.UnknownModel, "Version «\u00a02\u00a0»"),
                new KeptModelEvent(new string('b', 64), Rendering.Now, "", ModelEventVerdict.Unusable, "L’événement est illisible."),
            ]);
        var page = await Rendering.PageAsync<ModelWatchSection>(new() { ["View"] = view, ["Token"] = "request" });

        Assert.Contains("ne répond plus", page.QuerySelector(".alert")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Azure refuse l’accès (403).", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.All(Enum.GetValues<FindingKind>(), finding => Assert.Contains(Edge.Pages.ModelWording.Of(finding), page.Body.TextContent, StringComparison.Ordinal));
        Assert.Contains("jamais vu", page.Body.TextContent, StringComparison.Ordinal);
        Assert.Contains("rien à signaler", page.Body.TextContent, StringComparison.Ordinal);
        Assert.Contains("pas réglée sur cette installation", page.Body.TextContent, StringComparison.Ordinal);
        Assert.Equal(2, page.QuerySelectorAll("form[action='/veille-modeles/evenements'] input[name=evenement]").Length);
        Assert.Empty(page.QuerySelectorAll("script"));
        Assert.Equal("", Rendering.MisplacedSpaces(page));
    }
}
