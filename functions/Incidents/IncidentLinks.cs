using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Edge.Tasks;

namespace RegionSud.AiWorkflow.Edge.Incidents;

/// <summary>The links by which the directorate reports an incident without signing in: seven days, then the case's page has the way.</summary>
public sealed class IncidentLinks(TaskLinks links)
{
    private const string Marker = "incident:";

    /// <summary>Where a person reports an incident of a case.</summary>
    /// <param name="person">Directory id.</param>
    public string AddressOf(UseCase useCase, string person)
    {
        ArgumentNullException.ThrowIfNull(useCase);
        return $"{links.BaseUrl}/incidents/{links.TokenOf(Marker + useCase.Id.Value, person, useCase.FileVersion)}";
    }

    /// <summary>Opens a token; null when it is none of these.</summary>
    public (CaseId Id, string Person, bool Alive)? Read(string? token) =>
        links.Read(token) is { } link && link.TaskId.StartsWith(Marker, StringComparison.Ordinal) && CaseId.TryParse(link.TaskId[Marker.Length..], out var id)
            ? (id, link.Person, links.IsAlive(link))
            : null;
}
