using System.Globalization;
using Microsoft.DurableTask;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Step6Maintenance;

namespace RegionSud.AiWorkflow.Watch;

/// <summary>What to look at.</summary>
/// <param name="Id">See <see cref="LawWatch.IdOf"/>.</param>
/// <param name="Day">The day whose law is applied.</param>
/// <param name="RulesVersion">The rules in force when it was asked for.</param>
/// <param name="Lists">The lists of cases to go through.</param>
/// <param name="Progress">How far an earlier history of this look came; null at its beginning.</param>
public sealed record LawWatchInput(string Id, DateOnly Day, string RulesVersion, IReadOnlyList<string> Lists, LawProgress? Progress = null);

/// <summary>How far a look has come.</summary>
/// <param name="List">Index of the list it is in.</param>
/// <param name="Continuation">Where its next page begins; null for the first.</param>
public sealed record LawProgress(int List, string? Continuation, LawTally Tally);

/// <summary>
/// Compares what the law and the rules say today with what each open, qualified case was last told (clauses 2.4, 4.1 and 4.2-c): page by page, each
/// case's journal first, its maintenance woken after, as for a model's change. It decides nothing: a case gets a re-check, and people decide.
/// </summary>
public sealed class LawWatch : TaskOrchestrator<LawWatchInput, LawTally>
{
    /// <summary>Pages of one history: five events each, so that it stays far below the five hundred at which loading it begins to cost.</summary>
    private const int PagesPerHistory = 40;

    /// <summary>
    /// The id of the look at a day under a version of the rules: <c>law-2026-12-02-2026-2-1f2e3d4c</c>. It is the instance's, and the change's in the
    /// journals that it writes to.
    /// </summary>
    public static string IdOf(DateOnly day, string rulesVersion)
    {
        ArgumentNullException.ThrowIfNull(rulesVersion);
        return string.Create(CultureInfo.InvariantCulture, $"law-{day:yyyy-MM-dd}-{rulesVersion.Replace('+', '-')}");
    }

    /// <summary>Whether the cause of a re-check is a change of the law; otherwise it is one of a model.</summary>
    public static bool IsCause(string changeId)
    {
        ArgumentNullException.ThrowIfNull(changeId);
        return changeId.Length > 14 && changeId.StartsWith("law-", StringComparison.Ordinal) &&
            DateOnly.TryParseExact(changeId.AsSpan(4, 10), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
    }

    /// <summary>Key of a change in a case's journal.</summary>
    public static string KeyOf(string changeId) => $"watch:{changeId}";

    public override async Task<LawTally> RunAsync(TaskOrchestrationContext context, LawWatchInput input)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(input);
        var (list, next, tally) = input.Progress ?? new LawProgress(0, null, LawTally.Zero);
        for (var pages = 0; list < input.Lists.Count; pages++)
        {
            if (pages == PagesPerHistory)
            {
                context.ContinueAsNew(input with { Progress = new LawProgress(list, next, tally) });
                return tally;
            }

            var batch = await context.DoAsync<LawBatch>(nameof(LookAtCases), new LawPage(input.Id, input.Day, input.Lists[list], next));
            foreach (var instance in batch.ToWake)
                context.SendEvent(instance, MaintenanceStep.ModelChanged, input.Id);
            (list, next, tally) = (batch.Next is null ? list + 1 : list, batch.Next, tally + batch.Tally);
        }

        await context.DoAsync(nameof(FinishLook), new EndedLook(input.Id, input.Day, input.RulesVersion, tally));
        return tally;
    }
}
