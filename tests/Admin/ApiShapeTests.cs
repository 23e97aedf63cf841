using System.Text.Json;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Edge.Admin;

namespace RegionSud.AiWorkflow.Tests.Admin;

public sealed class ApiShapeTests
{
    [Fact]
    public async Task A_list_of_cases_has_exactly_the_fields_of_the_contract_nulls_included()
    {
        var line = SampleCase.Line with { Holders = [], Due = null, Risk = null };
        var (http, text) = await Rendering.SendAsync(ApiJson.Ok(new CaseRows([CaseRow.Of(line, Rendering.Now)], null)));
        Assert.Equal("application/json; charset=utf-8", http.Response.ContentType);
        Assert.Equal(
            """{"cases":[{"id":"IA-2026-0042","title":"Résumer les délibérations","step":"Qualification","holder":null,"since":"2026-11-12T13:30:00+00:00","due":null,"late":false,"riskClass":null,"instance":"IA-2026-0042.Qualification.2"}],"next":null}""",
            text);
    }

    [Fact]
    public void A_late_case_says_so_and_names_all_who_are_waited_for()
    {
        var row = CaseRow.Of(SampleCase.Line with { Holders = [Role.Dtisu, Role.DirectorateHead] }, Rendering.Now);
        Assert.True(row.Late);
        Assert.Equal("Dtisu,DirectorateHead", row.Holder);
    }

    [Fact]
    public async Task A_journal_gives_its_data_as_an_object_and_the_number_to_go_on_from()
    {
        var (_, text) = await Rendering.SendAsync(ApiJson.Ok(new JournalRows([JournalRow.Of(SampleCase.Journal[0])], 1)));
        using var json = JsonDocument.Parse(text);
        var entry = json.RootElement.GetProperty("entries")[0];
        Assert.Equal(["seq", "at", "type", "actor", "data", "previousHash", "hash"], entry.EnumerateObject().Select(field => field.Name));
        Assert.Equal("lycees", entry.GetProperty("data").GetProperty("directorate").GetString());
        Assert.Equal(1, json.RootElement.GetProperty("next").GetInt64());
    }

    [Fact]
    public async Task A_case_names_its_open_tasks_and_none_of_the_people_asked()
    {
        var (_, text) = await Rendering.SendAsync(ApiJson.Ok(CaseState.Of(SampleCase.Case, SampleCase.Line, Rendering.Now)));
        using var json = JsonDocument.Parse(text);
        Assert.Equal("qualify", json.RootElement.GetProperty("tasks")[0].GetProperty("kind").GetString());
        Assert.Equal("/api/cases/IA-2026-0042/journal", json.RootElement.GetProperty("links").GetProperty("journal").GetString());
        Assert.DoesNotContain("p-2", text, StringComparison.Ordinal);
        Assert.DoesNotContain("p-1", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_agent_without_a_role_learns_where_a_case_is_and_no_more()
    {
        var (_, text) = await Rendering.SendAsync(ApiJson.Ok(new CaseSummary("IA-2026-0042", Step.Need, CaseStatus.Active, CaseLinks.ForAgent(SampleCase.Id))));
        Assert.Equal(
            """{"id":"IA-2026-0042","step":"Need","status":"Active","links":{"self":"/api/cases/IA-2026-0042","page":"/dossiers/IA-2026-0042"}}""", text);
    }
}
