using Microsoft.AspNetCore.Http;
using RegionSud.AiWorkflow.Charter.Forms;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Models;

namespace RegionSud.AiWorkflow.Edge.Admin;

/// <summary>A model's form as it was typed, and as it is shown again. The names of its fields are those of <see cref="Problem.Field"/>.</summary>
public sealed record TypedModel(IReadOnlyDictionary<string, string> Values)
{
    /// <summary>What is typed in a field; empty when nothing.</summary>
    public string this[string field] => Values.GetValueOrDefault(field, "");

    /// <summary>What was posted.</summary>
    public static TypedModel Of(IFormCollection form)
    {
        ArgumentNullException.ThrowIfNull(form);
        return new(form.ToDictionary(pair => pair.Key, pair => pair.Value.ToString().Trim(), StringComparer.Ordinal));
    }

    /// <summary>The form of a known model; null gives the empty one.</summary>
    public static TypedModel Of(ModelRecord? model)
    {
        if (model is null)
            return new(new Dictionary<string, string>());
        var sheet = model.Sheet;
        var values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["id"] = model.Id,
            ["nature"] = model.Nature.ToString(),
            ["fournisseur"] = model.Provider,
            ["nom"] = model.Name,
            ["version"] = model.Version,
            ["statut"] = model.Status.ToString(),
            ["editeur"] = sheet.Publisher,
            ["famille"] = sheet.Family,
            ["licence"] = sheet.Licence,
            ["hebergement"] = sheet.Hosting.ToString(),
            ["deploiement"] = sheet.Deployment,
            ["conditions"] = sheet.Terms,
            ["finalite"] = sheet.Purpose,
            ["garantie"] = sheet.Guarantee,
            ["garantie-fin"] = Text(sheet.GuaranteeUntil),
            ["pieces"] = sheet.Papers.ToString(),
            ["pieces-date"] = Text(sheet.PapersOn),
            ["pieces-fin"] = Text(sheet.PapersUntil),
            ["langues"] = sheet.Languages,
            ["francais"] = sheet.FrenchQuality,
            ["energie"] = sheet.Energy,
            ["energie-methode"] = sheet.EnergyMethod,
            ["energie-date"] = Text(sheet.EnergyOn),
            ["cout"] = sheet.Cost,
            ["cout-date"] = Text(sheet.CostOn),
            ["veille-source"] = model.Watch?.Source ?? "",
            ["veille-nom"] = model.Watch?.Reference ?? "",
            ["retrait"] = Text(model.Retirement?.On),
            ["remplacant"] = model.Retirement?.Replacement ?? "",
            ["meme-famille"] = model.Retirement?.SameFamily == true ? "oui" : "non",
        };
        foreach (var opinion in sheet.Opinions)
        {
            values[FieldOf(opinion.Subject)] = opinion.Reference;
            values[$"{FieldOf(opinion.Subject)}-sens"] = opinion.Favourable ? "oui" : "non";
        }

        return new(values);
    }

    /// <summary>Name of the field of an opinion's document; its sense has <c>-sens</c> at its end.</summary>
    public static string FieldOf(AdmissionSubject subject) => $"avis-{subject.ToString().ToLowerInvariant()}";

    /// <summary>The edit that it asks for, and what cannot be understood.</summary>
    /// <param name="known">The model as it is; null for a new one.</param>
    public (ModelEdit Edit, IReadOnlyList<Problem> Problems) Read(string id, ModelRecord? known)
    {
        var problems = new List<Problem>();
        var before = known?.Sheet ?? new ModelSheet();
        var sheet = before with
        {
            Publisher = this["editeur"],
            Family = this["famille"],
            Licence = this["licence"],
            Hosting = Choice("hebergement", before.Hosting),
            Deployment = this["deploiement"],
            Terms = this["conditions"],
            Purpose = this["finalite"],
            Guarantee = this["garantie"],
            GuaranteeUntil = Date("garantie-fin"),
            Papers = Choice("pieces", before.Papers),
            PapersOn = Date("pieces-date"),
            PapersUntil = Date("pieces-fin"),
            Languages = this["langues"],
            FrenchQuality = this["francais"],
            Energy = this["energie"],
            EnergyMethod = this["energie-methode"],
            EnergyOn = Date("energie-date"),
            Cost = this["cout"],
            CostOn = Date("cout-date"),
            Opinions = [.. Enum.GetValues<AdmissionSubject>().Where(subject => this[FieldOf(subject)].Length > 0 || this[$"{FieldOf(subject)}-sens"].Length > 0).Select(subject =>
                new AdmissionOpinion(subject, this[$"{FieldOf(subject)}-sens"] == "oui", this[FieldOf(subject)]))],
        };
        var edit = new ModelEdit(id, this["fournisseur"], this["nom"], this["version"])
        {
            Nature = Choice("nature", known?.Nature ?? ModelNature.Model),
            Status = Choice("statut", known?.Status ?? ModelStatus.Candidate),
            StatusReason = this["motif"],
            Sheet = sheet,
            Watch = new WatchedAs(this["veille-source"], this["veille-nom"]),
        };
        return (WithRetirement(edit), problems);

        // The fields are not there where a source announces the retirement.
        ModelEdit WithRetirement(ModelEdit said)
        {
            if (!Values.ContainsKey("retrait"))
                return said;
            if (Date("retrait") is { } on)
                return said with { Retirement = new Retirement(on, this["remplacant"], this["meme-famille"] == "oui") };
            if (this["retrait"].Length == 0 && this["remplacant"].Length > 0 && known?.Retirement is null)
                problems.Add(new Problem("retrait", "Indiquez le jour du retrait, ou videz le remplaçant."));
            return said with { NoRetirement = this["retrait"].Length == 0 };
        }

        T Choice<T>(string field, T otherwise)
            where T : struct, Enum => this[field].Length == 0 ? otherwise : Enum.TryParse<T>(this[field], out var value) && Enum.IsDefined(value) ? value : Wrong(field, otherwise);

        T Wrong<T>(string field, T otherwise)
        {
            problems.Add(new Problem(field, "Choisissez une des valeurs proposées."));
            return otherwise;
        }

        DateOnly? Date(string field)
        {
            if (this[field].Length == 0)
                return null;
            if (FormFilling.DateOf(this[field]) is { } date)
                return date;
            problems.Add(new Problem(field, "Écrivez la date ainsi\u00a0: 31/12/2027."));
            return null;
        }
    }

    private static string Text(DateOnly? date) => date?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) ?? "";
}
