using System.Text;
using System.Text.Json;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Edge.PublicRegister;
using RegionSud.AiWorkflow.Tests.Admin;

namespace RegionSud.AiWorkflow.Tests.PublicRegister;

public sealed class RegisterTests
{
    private readonly ListsInMemory lists = new();

    private PublicLines Lines => new(lists, Rendering.Rules);

    [Fact]
    public void A_need_that_was_not_passed_on_yet_is_in_the_register_without_its_texts()
    {
        var line = PublicLine.Of(SampleCase.Line with { Step = Step.Need, Directorate = "lycees" }, "Direction des Lycées");
        Assert.Equal(("IA-2026-0042", "Direction des Lycées", Step.Need), (line.Id, line.Directorate, line.Step));
        Assert.Null(line.Title);
        Assert.Null(line.Purpose);
        Assert.Null(line.RiskClass);
        Assert.Empty(line.Models);
    }

    [Fact]
    public void A_need_that_was_closed_before_stays_without_its_texts() =>
        Assert.Null(PublicLine.Of(SampleCase.Line with { Step = Step.Need, Status = CaseStatus.Closed, End = EndState.NotPursued }, "").Title);

    [Fact]
    public void A_refused_use_stays_in_the_register_with_its_texts()
    {
        var line = PublicLine.Of(SampleCase.Line with { Step = Step.Arbitration, Status = CaseStatus.Closed, End = EndState.Refused }, "");
        Assert.Equal("Résumer les délibérations", line.Title);
        Assert.Equal("Clos\u00a0: refusé à l’arbitrage", RegisterWords.SituationOf(line));
    }

    [Theory]
    [InlineData("=HYPERLINK(\"http://x\")"), InlineData("+1+1"), InlineData("-2+3"), InlineData("@SUM(A1)"), InlineData("\t=1"), InlineData("\r=1"), InlineData("\n=1")]
    [InlineData(" =1+1"), InlineData("＝1+1"), InlineData("＠SUM(A1)")]
    public async Task No_cell_of_the_CSV_begins_as_a_formula(string text)
    {
        var line = PublicLine.Of(SampleCase.Line with { Title = text, Purpose = text }, text);
        var cells = (await CsvAsync([line])).Split("\r\n")[1].Split(';');
        foreach (var cell in new[] { cells[1], cells[2], cells[3] })
            Assert.StartsWith("'", cell.Trim('"'), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_CSV_opens_in_a_French_spreadsheet_with_its_accents_and_its_separators()
    {
        var csv = await CsvAsync([PublicLine.Of(SampleCase.Line with { Title = "Résumer ; \"vite\"\nsur deux lignes" }, "Direction des Lycées")]);
        Assert.StartsWith("\ufeffNuméro;Direction;Titre;Finalité;Étape;", csv, StringComparison.Ordinal);
        Assert.Contains("IA-2026-0042;Direction des Lycées;\"Résumer ; \"\"vite\"\"\nsur deux lignes\";", csv, StringComparison.Ordinal);
        Assert.Contains(";25/10/2026;12/11/2026;", csv, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_whole_register_is_exported_page_by_page()
    {
        for (var number = 1; number <= 450; number++)
            lists.Add(number, Step.Qualification, null);
        var (http, text) = await Rendering.SendAsync(new RegisterPages(Lines).Json(null!));
        Assert.Equal("application/json; charset=utf-8", http.Response.ContentType);
        using var json = JsonDocument.Parse(text);
        var cases = json.RootElement.GetProperty("cases");
        Assert.Equal(450, cases.GetArrayLength());
        Assert.Equal(3, lists.Reads);
        Assert.Equal(
            ["id", "directorate", "step", "status", "end", "openedAt", "since", "title", "purpose", "riskClass", "models", "inProductionSince"],
            cases[0].EnumerateObject().Select(field => field.Name));
        var (csv, rows) = await Rendering.SendAsync(new RegisterPages(Lines).Csv(null!));
        Assert.Equal(451, rows.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.StartsWith("attachment", csv.Response.Headers.ContentDisposition.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_HEAD_of_an_export_reads_nothing_and_sends_no_body()
    {
        lists.Add(1, Step.Qualification, null);
        var (http, text) = await Rendering.SendAsync(new RegisterPages(Lines).Csv(null!), "HEAD");
        Assert.Equal(("", 0, "text/csv; charset=utf-8; header=present"), (text, lists.Reads, http.Response.ContentType));
    }

    [Fact]
    public async Task An_empty_register_is_a_page_a_table_of_headers_and_an_empty_list()
    {
        var page = await Rendering.PageAsync<RegisterPage>(new() { ["Content"] = new PublicPage([], null) });
        Assert.Contains("Aucun cas n’est encore inscrit au registre.", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Single((await CsvAsync([])).Split("\r\n", StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal("""{"version":1,"cases":[]}""", (await Rendering.SendAsync(new RegisterPages(Lines).Json(null!))).Text);
    }

    [Fact]
    public async Task The_page_shows_typed_text_as_text_and_leads_to_the_next_page_under_the_same_filter()
    {
        const string hostile = "<script>alert(1)</script><b onclick=x>";
        var line = PublicLine.Of(SampleCase.Line with { Title = hostile, Purpose = hostile }, hostile);
        var page = await Rendering.PageAsync<RegisterPage>(new()
        {
            ["Content"] = new PublicPage([line], "IA-2026-0042"),
            ["Filter"] = RegisterFilter.InService,
            ["IsFirst"] = false,
        });
        Assert.Empty(page.QuerySelectorAll("script, b"));
        Assert.Contains(hostile, page.QuerySelector("article h2")!.TextContent, StringComparison.Ordinal);
        Assert.NotNull(page.QuerySelector("a[href='/registre?statut=en-service&suite=IA-2026-0042']"));
        Assert.Equal("", Rendering.MisplacedSpaces(page));
    }

    [Fact]
    public async Task The_filter_on_cases_in_progress_fills_its_page_over_closed_ones()
    {
        for (var number = 1; number <= 40; number++)
            lists.Add(SampleCase.Line with { Id = CaseId.Of(2026, number), Status = number % 2 == 0 ? CaseStatus.Closed : CaseStatus.Active });
        var page = await Lines.ReadAsync(RegisterFilter.InProgress, null, 15, TestContext.Current.CancellationToken);
        Assert.Equal(15, page.Lines.Count);
        Assert.All(page.Lines, line => Assert.Equal(CaseStatus.Active, line.Status));
    }

    private static async Task<string> CsvAsync(IReadOnlyList<PublicLine> lines)
    {
        using var stream = new MemoryStream();
        await RegisterCsv.WriteAsync(stream, Once(lines), TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static async IAsyncEnumerable<IReadOnlyList<PublicLine>> Once(IReadOnlyList<PublicLine> lines)
    {
        await Task.CompletedTask;
        yield return lines;
    }
}
