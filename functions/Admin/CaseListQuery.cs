using System.Globalization;
using Microsoft.AspNetCore.Http;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Register;

namespace RegionSud.AiWorkflow.Edge.Admin;

/// <summary>
/// Which cases somebody asks to see. Each filter is a list of its own, so that one storage request gives a page; of several, the narrowest is
/// read and the others are applied to its lines, so that a page may then come shorter than asked.
/// </summary>
/// <param name="Step">Open cases of a step.</param>
/// <param name="Holder">Cases that wait for a role.</param>
/// <param name="Model">Open cases that use a model.</param>
/// <param name="Closed">Cases that ended.</param>
/// <param name="Next">As an earlier page gave it.</param>
/// <param name="Limit">1 to 200.</param>
public sealed record CaseListQuery(Step? Step, Role? Holder, string? Model, bool Closed, string? Next, int Limit)
{
    private const int DefaultLimit = 50;
    private const int HighestLimit = 200;

    /// <summary>Roles that can be waited for.</summary>
    public static IReadOnlyList<Role> Holders { get; } =
        [Role.Requester, Role.DirectorateHead, Role.Dtisu, Role.Dsipn, Role.Dgs, Role.Dpo, Role.Rssi, Role.Legal];

    /// <summary>The list that is read.</summary>
    public string List =>
        Model is not null ? CaseListNames.OfModel(Model)
        : Holder is { } holder ? CaseListNames.OfHolder(holder)
        : Step is { } step ? CaseListNames.OfStep(step)
        : Closed ? CaseListNames.Closed
        : CaseListNames.All;

    /// <summary>Whether a line of the list passes the other filters.</summary>
    public bool Keeps(CaseLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return (Step is null || (line.Step == Step && line.Status != CaseStatus.Closed))
            && (Holder is null || line.Holders.Contains(Holder.Value))
            && (!Closed || line.Status == CaseStatus.Closed);
    }

    /// <summary>Reads the query string: <c>etape</c> or <c>step</c>, <c>titulaire</c> or <c>holder</c>, <c>modele</c> or <c>model</c>, <c>statut</c> or <c>status</c>, <c>next</c>, <c>limit</c>.</summary>
    /// <returns>The query, or the French sentence that says what to mend.</returns>
    public static (CaseListQuery? Query, string? Problem) Read(IQueryCollection given)
    {
        ArgumentNullException.ThrowIfNull(given);
        var (step, holder, status, limit) = (One(given, "etape", "step"), One(given, "titulaire", "holder"), One(given, "statut", "status"), One(given, "limit"));
        var (model, next) = (One(given, "modele", "model"), One(given, "next"));
        if (step is not null && StepOf(step) is null)
            return (null, $"Le filtre «\u00a0etape\u00a0» prend une des valeurs\u00a0: {string.Join(", ", Enum.GetNames<Step>())}.");
        if (holder is not null && HolderOf(holder) is null)
            return (null, $"Le filtre «\u00a0titulaire\u00a0» prend une des valeurs\u00a0: {string.Join(", ", Holders)}.");
        if (status is not null && !IsClosed(status))
            return (null, "Le filtre «\u00a0statut\u00a0» ne prend que la valeur «\u00a0closed\u00a0»\u00a0: sans lui, tous les cas sont donnés.");
        if (model?.Length > 60)
            return (null, "Le filtre «\u00a0modele\u00a0» prend l’identifiant d’un modèle de l’inventaire, 60\u00a0caractères au plus.");
        if (next is not null && !CaseId.TryParse(next, out _))
            return (null, "Le paramètre «\u00a0next\u00a0» se recopie tel que la page précédente l’a donné.");
        var number = DefaultLimit;
        if (limit is not null && !(int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number is >= 1 and <= HighestLimit))
            return (null, $"Le paramètre «\u00a0limit\u00a0» est un nombre de 1 à {HighestLimit}.");
        return (new CaseListQuery(step is null ? null : StepOf(step), holder is null ? null : HolderOf(holder), model, status is not null, next, number), null);
    }

    /// <summary>A step by its name in the code or in the charter; null when it is none.</summary>
    public static Step? StepOf(string? text) => text?.ToLowerInvariant() switch
    {
        "need" or "besoin" => Cases.Step.Need,
        "qualification" => Cases.Step.Qualification,
        "arbitration" or "arbitrage" => Cases.Step.Arbitration,
        "development" or "developpement" or "développement" => Cases.Step.Development,
        "evaluation" or "évaluation" => Cases.Step.Evaluation,
        "maintenance" => Cases.Step.Maintenance,
        _ => null,
    };

    /// <summary>A role that can be waited for, by its name; null when it is none.</summary>
    public static Role? HolderOf(string? text)
    {
        foreach (var role in Holders)
        {
            if (string.Equals(role.ToString(), text, StringComparison.OrdinalIgnoreCase))
                return role;
        }

        return null;
    }

    private static bool IsClosed(string text) => text.ToLowerInvariant() is "closed" or "clos";

    private static string? One(IQueryCollection given, params string[] names) =>
        names.Select(name => given[name].ToString().Trim()).FirstOrDefault(value => value.Length > 0);
}
