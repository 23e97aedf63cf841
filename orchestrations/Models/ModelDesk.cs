using System.Globalization;
using System.Text.RegularExpressions;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Models;

/// <summary>What an administrator says of a model.</summary>
public sealed record ModelEdit(string Id, string? Provider, string? Name, string? Version);

/// <summary>What became of an edit.</summary>
/// <param name="Model">The record as it stands; null when it could not be written.</param>
/// <param name="Change">The change of version that must be brought to the cases, or null.</param>
/// <param name="Problems">Why it could not be written.</param>
/// <param name="Conflict">Nothing is wrong with the edit: somebody else wrote the model at the same moment.</param>
public sealed record ModelEdited(ModelRecord? Model, ModelVersionChange? Change, IReadOnlyList<Problem> Problems, bool Conflict = false);

/// <summary>
/// Keeps the inventory of models. A new version is a change with an id of its own, written with the record; whoever calls it starts
/// the fan-out afterwards, and if nobody does, the sweep will.
/// </summary>
public sealed partial class ModelDesk(IModelInventory inventory, TimeProvider time)
{
    private const int TextLength = 120;

    /// <summary>Adds or changes a model. The same edit again changes nothing.</summary>
    /// <param name="by">Directory id or role of who says so.</param>
    public async Task<ModelEdited> PutAsync(ModelEdit edit, string by, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(edit);
        if (Problems(edit) is { Count: > 0 } problems)
            return new ModelEdited(null, null, problems);
        var known = await inventory.FindAsync(edit.Id, cancellation);
        var (provider, name, version) = (edit.Provider!.Trim(), edit.Name!.Trim(), edit.Version!.Trim());
        if (known is not null && (known.Provider, known.Name, known.Version) == (provider, name, version))
            return new ModelEdited(known, null, []);

        var now = time.GetUtcNow();
        var changes = known?.Changes ?? [];
        var change = known is null || known.Version == version
            ? null
            : new ModelVersionChange(
                string.Create(CultureInfo.InvariantCulture, $"model-{edit.Id}-{changes.Count + 1}"), known.Version, version, now, by);
        var record = new ModelRecord(edit.Id, provider, name, version, now, change is null ? changes : [.. changes, change]);
        return await inventory.PutAsync(record, known, cancellation)
            ? new ModelEdited(record, change, [])
            : new ModelEdited(null, null, [new Problem("version", "Une autre personne a modifié ce modèle au même moment. Rechargez la page, puis recommencez.")], Conflict: true);
    }

    private static List<Problem> Problems(ModelEdit edit)
    {
        var problems = new List<Problem>();
        if (!Id().IsMatch(edit.Id))
            problems.Add(new Problem("id", "Donnez un identifiant en minuscules, chiffres, points et tirets, 60 caractères au plus."));
        foreach (var (field, text, message) in new[]
        {
            ("fournisseur", edit.Provider, "Indiquez le fournisseur."),
            ("nom", edit.Name, "Indiquez le nom du modèle chez son fournisseur."),
            ("version", edit.Version, "Indiquez la version exacte."),
        })
        {
            if (string.IsNullOrWhiteSpace(text))
                problems.Add(new Problem(field, message));
            else if (text.Trim().Length > TextLength)
                problems.Add(new Problem(field, "Raccourcissez\u00a0: 120 caractères au plus."));
        }

        if (edit.Version?.Trim().EndsWith("latest", StringComparison.OrdinalIgnoreCase) == true)
            problems.Add(new Problem("version", "Indiquez la version exacte\u00a0: «\u00a0latest\u00a0» change sans que personne le voie."));
        return problems;
    }

    [GeneratedRegex(@"^[a-z0-9][a-z0-9.\-]{0,59}$", RegexOptions.CultureInvariant)]
    private static partial Regex Id();
}
