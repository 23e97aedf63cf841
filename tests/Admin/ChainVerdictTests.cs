using RegionSud.AiWorkflow.Edge.Admin;

namespace RegionSud.AiWorkflow.Tests.Admin;

public sealed class ChainVerdictTests
{
    [Fact]
    public async Task A_whole_chain_is_said_to_be_intact_with_its_number_of_entries()
    {
        var verdict = ChainVerdict.Of(SampleCase.Case, SampleCase.Journal);
        var page = await Rendering.PageAsync<VerificationPage>(new() { ["CaseId"] = "IA-2026-0042", ["Verdict"] = verdict });
        Assert.Contains("La chaîne des 6 entrées est intacte", page.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_entry_is_named_and_the_page_says_what_to_do()
    {
        var journal = SampleCase.Journal.ToList();
        journal[2] = journal[2] with { Data = journal[2].Data + " " };
        var verdict = ChainVerdict.Of(SampleCase.Case, journal);
        Assert.Equal((3, "son contenu ne correspond plus à son empreinte"), (verdict.Broken, verdict.Why));
        var page = await Rendering.PageAsync<VerificationPage>(new() { ["CaseId"] = "IA-2026-0042", ["Verdict"] = verdict });
        Assert.Contains("entrée n°\u00a03", page.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void An_entry_taken_out_of_the_middle_is_missing()
    {
        var verdict = ChainVerdict.Of(SampleCase.Case, [.. SampleCase.Journal.Where(entry => entry.Seq != 4)]);
        Assert.Equal((4, "elle manque"), (verdict.Broken, verdict.Why));
    }

    [Fact]
    public void Entries_cut_off_at_the_end_are_missed_by_the_count_of_the_head() =>
        Assert.Equal(5, ChainVerdict.Of(SampleCase.Case, [.. SampleCase.Journal.Take(4)]).Broken);

    [Fact]
    public void Entries_written_while_the_page_was_read_are_no_fault() =>
        Assert.Null(ChainVerdict.Of(SampleCase.Case with { Version = 5 }, SampleCase.Journal).Broken);
}
