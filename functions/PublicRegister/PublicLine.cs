using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Register;

namespace RegionSud.AiWorkflow.Edge.PublicRegister;

/// <summary>
/// One case as the public register tells it. Every case is in it from its deposit on (clause 1-a); what its requester wrote is published once
/// DTISU has judged the need and passed it on, so that nobody's first draft is.
/// </summary>
/// <param name="Title">Null while it is not published.</param>
/// <param name="Purpose">Null while it is not published.</param>
/// <param name="RiskClass">Null while it is not established, or not published.</param>
/// <param name="Models">Empty while they are not known, or not published.</param>
public sealed record PublicLine(
    string Id,
    string Directorate,
    Step Step,
    CaseStatus Status,
    EndState? End,
    DateTimeOffset OpenedAt,
    DateTimeOffset Since,
    string? Title,
    string? Purpose,
    RiskClass? RiskClass,
    IReadOnlyList<ModelUse> Models,
    DateTimeOffset? InProductionSince)
{
    /// <summary>What is published of a case. Pure.</summary>
    /// <param name="directorate">The directorate's name.</param>
    public static PublicLine Of(CaseLine line, string directorate)
    {
        ArgumentNullException.ThrowIfNull(line);
        var published = line.Step > Step.Need;
        return new PublicLine(
            line.Id.Value, directorate, line.Step, line.Status, line.End, line.OpenedAt, line.Since,
            published ? line.Title : null,
            published && line.Purpose.Length > 0 ? line.Purpose : null,
            published ? line.Risk : null,
            published ? line.Models : [],
            line.InProductionSince);
    }
}
