using MimeKit;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.HumanTasks;

namespace RegionSud.AiWorkflow.Edge.Intake;

/// <summary>Who sends a need, as the fields say: checked. Pure.</summary>
/// <param name="Directorate">Id of the directorate.</param>
/// <param name="Email">Lower case.</param>
/// <param name="Problems">What is to be mended; the other two mean nothing then.</param>
public sealed record Sender(string Directorate, string Email, IReadOnlyList<Problem> Problems)
{
    // RFC 5321: a path has at most 256 octets with its angle brackets.
    private const int AddressLength = 254;

    /// <summary>Reads the fields <c>direction</c> and <c>courriel</c>.</summary>
    public static Sender Of(CharterRules rules, string? direction, string? courriel)
    {
        ArgumentNullException.ThrowIfNull(rules);
        var directorate = rules.Directory.FindDirectorate(direction);
        var email = AddressOf(courriel);
        List<Problem> problems = [];
        if (directorate is null)
        {
            problems.Add(new Problem("direction", string.IsNullOrWhiteSpace(direction)
                ? "Choisissez votre direction."
                : "Cette direction n’est pas connue. Choisissez une direction de la liste."));
        }

        if (email is null)
            problems.Add(new Problem("courriel", "Écrivez une adresse électronique complète, par exemple prenom.nom@region.example."));
        return new Sender(directorate?.Id ?? "", email ?? "", problems);
    }

    /// <summary>A bare address, lower case; null when it is none.</summary>
    public static string? AddressOf(string? text)
    {
        var trimmed = text?.Trim() ?? "";
        return trimmed.Length <= AddressLength && !trimmed.Any(char.IsControl) &&
            MailboxAddress.TryParse(trimmed, out var mailbox) && mailbox.Address == trimmed && mailbox.Domain.Contains('.', StringComparison.Ordinal)
                ? trimmed.ToLowerInvariant()
                : null;
    }
}
