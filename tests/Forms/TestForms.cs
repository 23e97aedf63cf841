using RegionSud.AiWorkflow.Charter.Forms;

namespace RegionSud.AiWorkflow.Tests.Forms;

/// <summary>A form with a question of every kind, and answers that are hard to carry.</summary>
internal static class TestForms
{
    public static FormDefinition EveryKind { get; } = new()
    {
        Id = "every-kind",
        Version = "2026-3",
        Title = "Fiche d’essai",
        Introduction = "Toutes les formes de questions, l’une après l’autre.",
        Questions =
        [
            new() { Id = "title", Label = "Titre du cas d’usage", Kind = QuestionKind.Line, MaxLength = 120, Clause = "5.1-a" },
            new() { Id = "problem", Label = "Quel problème rencontrez-vous aujourd’hui\u202F?", Help = "Qui le subit, à quelle fréquence.", Kind = QuestionKind.Text, Clause = "5.1-b" },
            new() { Id = "personal-data", Label = "Des données personnelles\u202F?", Kind = QuestionKind.YesNo, Clause = "2.3-a" },
            new()
            {
                Id = "users", Label = "Qui utilisera la solution\u202F?", Kind = QuestionKind.Choice, Clause = "2.4-a",
                Options = [new() { Id = "agents", Label = "Des agents de la Région" }, new() { Id = "public", Label = "Des usagers" }],
            },
            new()
            {
                Id = "field", Label = "Dans quel domaine\u202F?", Kind = QuestionKind.Choice, Clause = "2.4-a", Required = false,
                Options = [.. Enumerable.Range(1, 12).Select(i => new Option { Id = $"field-{i}", Label = $"Domaine n°\u00A0{i}\u00A0: l’été" })],
            },
            new() { Id = "start", Label = "Quand\u202F?", Kind = QuestionKind.Date, Clause = "5.5-a" },
            new()
            {
                Id = "people", Label = "Combien de personnes\u202F?", Kind = QuestionKind.Number, Clause = "5.1-b",
                When = new() { Question = "personal-data", Is = ["yes"] },
            },
            new() { Id = "model", Label = "Quel modèle\u202F?", Kind = QuestionKind.Model, Clause = "4.1.3-a", When = new() { Fact = "personal-data" } },
        ],
    };

    public static IReadOnlyDictionary<string, string> Filled { get; } = new Dictionary<string, string>
    {
        ["title"] = "Résumer les comptes rendus «\u00A0à l’œil\u00A0» de la commission d’Évreux",
        ["problem"] = "Ligne 1\u00A0: 35\u00A0% du temps — ça coûte 12\u202F000\u00A0€.\n\nLigne 3 : (parenthèses) \\ barre, ₂ et 😀.",
        ["personal-data"] = "yes",
        ["users"] = "public",
        ["field"] = "field-7",
        ["start"] = "24/11/2026",
        ["people"] = "12",
        ["model"] = "mistral-large-2411",
    };
}
