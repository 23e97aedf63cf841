using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Edge.Admin;
using RegionSud.AiWorkflow.Register;

namespace RegionSud.AiWorkflow.Tests.Admin;

public sealed class CaseListQueryTests
{
    [Theory]
    [InlineData("", "all")]
    [InlineData("?etape=qualification", "step:Qualification")]
    [InlineData("?step=Need", "step:Need")]
    [InlineData("?etape=developpement", "step:Development")]
    [InlineData("?titulaire=DSIPN", "holder:Dsipn")]
    [InlineData("?holder=Requester&etape=besoin", "holder:Requester")]
    [InlineData("?model=gpt-4.1", "model:gpt-4.1")]
    [InlineData("?statut=closed", "closed")]
    [InlineData("?status=clos", "closed")]
    public void Each_filter_reads_one_list(string given, string list) => Assert.Equal(list, Read(given).Query!.List);

    [Theory]
    [InlineData("?etape=7"), InlineData("?step=0"), InlineData("?holder=Agent"), InlineData("?holder=3"), InlineData("?statut=ouvert")]
    [InlineData("?limit=0"), InlineData("?limit=201"), InlineData("?limit=-1"), InlineData("?limit=x"), InlineData("?next='or 1 eq 1")]
    public void A_bad_filter_is_refused_with_a_sentence_that_says_what_to_write(string given)
    {
        var (query, problem) = Read(given);
        Assert.Null(query);
        Assert.EndsWith(".", problem!, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_several_filters_the_lines_pass_all()
    {
        var query = Read("?titulaire=Dsipn&etape=qualification").Query!;
        var line = SampleCase.Line;
        Assert.True(query.Keeps(line));
        Assert.False(query.Keeps(line with { Step = Step.Arbitration }));
        Assert.False(query.Keeps(line with { Holders = [Role.Dgs] }));
        Assert.False(query.Keeps(line with { Status = CaseStatus.Closed }));
    }

    private static (CaseListQuery? Query, string? Problem) Read(string given) =>
        CaseListQuery.Read(new QueryCollection(QueryHelpers.ParseQuery(given)));
}
