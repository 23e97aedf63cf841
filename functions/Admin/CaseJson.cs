using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Register;

namespace RegionSud.AiWorkflow.Edge.Admin;

/// <summary>One line of <c>GET /api/cases</c>. The shape is a contract: names and nulls stay.</summary>
/// <param name="Holder">Roles that are waited for, joined by a comma when they are several; null when nobody is.</param>
/// <param name="Since">When the present step began.</param>
/// <param name="Due">The earliest delay that runs.</param>
/// <param name="Instance">The orchestration that carries the present step.</param>
public sealed record CaseRow(
    string Id, string Title, Step Step, string? Holder, DateTimeOffset Since, DateTimeOffset? Due, bool Late, RiskClass? RiskClass, string Instance)
{
    /// <summary>The row of a line.</summary>
    public static CaseRow Of(CaseLine line, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(line);
        var holder = line.Holders.Count == 0 ? null : string.Join(",", line.Holders);
        return new CaseRow(line.Id.Value, line.Title, line.Step, holder, line.Since, line.Due, line.IsLate(now), line.Risk, line.Instance);
    }
}

/// <summary>A page of <c>GET /api/cases</c>.</summary>
public sealed record CaseRows(IReadOnlyList<CaseRow> Cases, string? Next);

/// <summary>What any signed-in agent may know of a case: what the public register says too.</summary>
public sealed record CaseSummary(string Id, Step Step, CaseStatus Status, IReadOnlyDictionary<string, string> Links);

/// <summary>A task that waits, without the persons who were written to.</summary>
public sealed record TaskRow(string Id, string Kind, Role Role, DateTimeOffset OpenedAt, DateTimeOffset DueAt, bool Late, int Reminders, bool Escalated);

/// <summary>One case, for the roles that follow it.</summary>
public sealed record CaseState(
    string Id,
    string Title,
    Step Step,
    string? Holder,
    DateTimeOffset Since,
    DateTimeOffset? Due,
    bool Late,
    RiskClass? RiskClass,
    string Instance,
    CaseStatus Status,
    EndState? End,
    int Round,
    IReadOnlyDictionary<Step, int> Rounds,
    string Directorate,
    DateTimeOffset OpenedAt,
    DateTimeOffset? DeferredUntil,
    DateTimeOffset? InProductionSince,
    DateTimeOffset? NextRecheck,
    int Rechecks,
    IReadOnlyList<string> RiskRows,
    IReadOnlyList<ModelUse> Models,
    IReadOnlyList<TaskRow> Tasks,
    long Version,
    IReadOnlyDictionary<string, string> Links)
{
    /// <summary>The state of a case. The line gives the title; the rest comes from the case itself.</summary>
    public static CaseState Of(UseCase useCase, CaseLine line, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(useCase);
        var row = CaseRow.Of(line, now);
        return new CaseState(
            row.Id, row.Title, row.Step, row.Holder, row.Since, row.Due, row.Late, row.RiskClass, row.Instance,
            useCase.Status, useCase.End, useCase.Round, useCase.Rounds, useCase.Directorate, useCase.OpenedAt, useCase.DeferredUntil,
            useCase.InProductionSince, useCase.NextRecheck, useCase.Rechecks, useCase.RiskRows, useCase.Models,
            [.. useCase.Tasks.Select(task => new TaskRow(
                task.TaskId, task.Kind, task.Role, task.OpenedAt, task.DueAt, task.DueAt < now, task.Reminders, task.Escalated))],
            useCase.Version, CaseLinks.Of(useCase.Id));
    }
}

/// <summary>Addresses of what belongs to a case.</summary>
internal static class CaseLinks
{
    public static IReadOnlyDictionary<string, string> Of(CaseId id) => new Dictionary<string, string>
    {
        ["self"] = $"/api/cases/{id}",
        ["journal"] = $"/api/cases/{id}/journal",
        ["page"] = $"/dossiers/{id}",
        ["verification"] = $"/dossiers/{id}/verification",
        ["document"] = $"/dossiers/{id}/document",
        ["answers"] = $"/dossiers/{id}/reponses.json",
    };

    public static IReadOnlyDictionary<string, string> ForAgent(CaseId id) => new Dictionary<string, string>
    {
        ["self"] = $"/api/cases/{id}",
        ["page"] = $"/dossiers/{id}",
    };
}

/// <summary>One entry of <c>GET /api/cases/{id}/journal</c>.</summary>
/// <param name="Data">The event's JSON as an object. The hash was taken over its exact text, which the verification page works on.</param>
public sealed record JournalRow(
    long Seq, DateTimeOffset At, string Type, string Actor, JsonElement Data, string PreviousHash, string Hash)
{
    /// <summary>The row of an entry.</summary>
    public static JournalRow Of(JournalEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return new JournalRow(entry.Seq, entry.At, entry.Type, entry.Actor, JsonElement.Parse(entry.Data), entry.PreviousHash, entry.Hash);
    }
}

/// <summary>A page of <c>GET /api/cases/{id}/journal</c>.</summary>
/// <param name="Next">Value of <c>after</c> for the next page; null at the end.</param>
public sealed record JournalRows(IReadOnlyList<JournalRow> Entries, long? Next);

/// <summary>How the read API writes.</summary>
internal static class ApiJson
{
    /// <summary>camelCase, enumerations by name, nulls written: a reader sees each field of the contract. Accents are written as they are.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.Create(System.Text.Unicode.UnicodeRanges.All) };

    public static IResult Ok<T>(T value) => Results.Json(value, Options);
}
