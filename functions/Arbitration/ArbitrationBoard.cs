using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Charter.Scores;
using RegionSud.AiWorkflow.Edge.Pages;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Ports;
using RegionSud.AiWorkflow.Register;
using RegionSud.AiWorkflow.Step3Arbitration;

namespace RegionSud.AiWorkflow.Edge.Arbitration;

/// <summary>A case in its place.</summary>
/// <param name="Before">Its place under the weights in force; null when those are the ones that rank it.</param>
public sealed record ArbitrationRow(RankedCase Case, int? Before);

/// <summary>The cases that wait for the DGS, under the weights in force or under those that somebody tries out.</summary>
/// <param name="Rows">The first one first.</param>
/// <param name="Deferred">Cases of the same page of the list that come back at a date; they have no place.</param>
/// <param name="InForce">The weights in force.</param>
/// <param name="Saved">The DGS's latest, when it has saved some.</param>
/// <param name="SavedBy">Who saved them; null when that is no longer known.</param>
/// <param name="Tried">Other weights that the rows are under; null when they are under those in force.</param>
/// <param name="Problems">Why the weights that were typed cannot be tried.</param>
/// <param name="Next">Where the next page of the list begins; null at the end.</param>
public sealed record ArbitrationBoard(
    IReadOnlyList<ArbitrationRow> Rows,
    IReadOnlyList<CaseLine> Deferred,
    Weights InForce,
    SavedWeights? Saved,
    string? SavedBy,
    IReadOnlyDictionary<string, decimal>? Tried,
    IReadOnlyList<Problem> Problems,
    string? Next);

/// <summary>
/// Gathers the list. Storage requests: one for the page of the list (the points of the criteria are in its lines, so that no case is opened), one for
/// the weights, and one for the name of who saved them.
/// </summary>
public sealed class ArbitrationBoards(ICaseLists lists, IWeights weights, IPeople people, CharterRules rules)
{
    /// <summary>Cases of a page: they are ranked among themselves.</summary>
    public const int PageSize = 100;

    /// <summary>Reads a page of the list.</summary>
    /// <param name="next">As the page before gave it; null for the first.</param>
    /// <param name="typed">Weights that somebody tries out, per criterion and as typed; null for those in force.</param>
    public async Task<ArbitrationBoard> ReadAsync(string? next, Func<string, string?>? typed, CancellationToken cancellation)
    {
        var listed = lists.ReadAsync(CaseListNames.OfStep(Step.Arbitration), next, PageSize, cancellation);
        var saved = await weights.LatestAsync(cancellation);
        var name = saved is null ? null : (await people.NamesOfAsync([saved.By], cancellation)).GetValueOrDefault(saved.By);
        var page = await listed;
        var inForce = RulesInForce.WeightsOf(rules, saved);
        var (tried, problems) = typed is null ? new TypedWeights(null, []) : TypedWeights.Read(rules.Scores, inForce, typed);
        if (tried?.All(weight => inForce.Criteria[weight.Key] == weight.Value) == true)
            tried = null;

        var waiting = page.Lines.Where(line => line.Status != CaseStatus.Deferred).ToList();
        var ranked = Ranking.Of(waiting, rules.Scores, inForce);
        var rows = ranked.Select(one => new ArbitrationRow(one, null));
        if (tried is not null)
        {
            var before = ranked.ToDictionary(one => one.Line.Id, one => one.Place);
            rows = Ranking.Of(waiting, rules.Scores, inForce with { Criteria = tried }).Select(one => new ArbitrationRow(one, before[one.Line.Id]));
        }

        return new ArbitrationBoard([.. rows], [.. page.Lines.Where(line => line.Status == CaseStatus.Deferred)], inForce, saved, name, tried, problems, page.Next);
    }
}
