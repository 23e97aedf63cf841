using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Charter.Forms;
using RegionSud.AiWorkflow.Edge.Intake;
using RegionSud.AiWorkflow.Edge.Pages;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Step1Need;
using RegionSud.AiWorkflow.TakeOver;

namespace RegionSud.AiWorkflow.Edge.Admin.TakeOver;

/// <summary>A line as it was understood.</summary>
/// <param name="Use">What would be taken over; null when something must be mended first.</param>
/// <param name="Problems">What is to be mended: French sentences.</param>
/// <param name="Missing">How many compulsory questions of the need have no answer: they are asked later.</param>
public sealed record CheckedLine(StockLine Line, ExistingUse? Use, IReadOnlyList<string> Problems, int Missing);

/// <summary>Understands the lines of a file of existing uses. Pure, but for the day.</summary>
public sealed class StockCheck(CharterRules rules, FrontDesk desk, TimeProvider time)
{
    private const int LongestReference = 100;

    /// <summary>The columns that a file may have.</summary>
    public IReadOnlyList<StockColumn> Columns => StockColumns.Of(desk.NeedForm);

    /// <summary>Looks at every line, and at the references that are used twice.</summary>
    public IReadOnlyList<CheckedLine> Check(IReadOnlyList<StockLine> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        var first = lines.Where(line => line.Cells.ContainsKey(StockColumns.Reference))
            .GroupBy(line => TakeOverDesk.FingerprintOf(line.Cells[StockColumns.Reference])).ToDictionary(group => group.Key, group => group.First().Number);
        return [.. lines.Select(line => Check(line, first))];
    }

    private CheckedLine Check(StockLine line, Dictionary<string, int> first)
    {
        var problems = new List<string>();
        string Cell(string column) => line.Cells.GetValueOrDefault(column, "");
        var reference = Cell(StockColumns.Reference);
        if (reference.Length is 0 or > LongestReference)
            problems.Add($"Donnez une référence, de {LongestReference} caractères au plus.");
        else if (first[TakeOverDesk.FingerprintOf(reference)] is var earlier && earlier != line.Number)
            problems.Add($"Cette référence est déjà celle de la ligne {earlier}.");
        var sender = Sender.Of(rules, Cell(StockColumns.Directorate), Cell(StockColumns.Email));
        problems.AddRange(sender.Problems.Select(problem => problem.Message));
        if (StepOf(Cell(StockColumns.Step)) is not { } step)
        {
            step = default;
            problems.Add($"Indiquez l’étape\u00a0: {string.Join(", ", Enum.GetValues<Step>().Select(French.Of))}.");
        }

        var since = FormFilling.DateOf(Cell(StockColumns.InProduction));
        if (Cell(StockColumns.InProduction).Length > 0 && (since is null || since > time.ParisToday()))
            problems.Add("Écrivez la date de mise en service ainsi\u00a0: 24/11/2026. Elle ne peut pas être à venir.");
        var model = ModelOf(Cell(StockColumns.Model), Cell(StockColumns.ModelVersion), problems);
        var answers = desk.NeedForm.Questions.Where(question => line.Cells.ContainsKey(question.Id)).ToDictionary(question => question.Id, question => line.Cells[question.Id], StringComparer.Ordinal);
        var filling = FormFilling.Fill(desk.NeedForm, answers, _ => false, question => new AnswerSource("takeover", question), "");
        problems.AddRange(filling.Problems.Select(problem => $"«\u00a0{French.Text(desk.NeedForm.Find(problem.Question)!.Label)}\u00a0»\u00a0: {problem.Message}"));
        if (filling.Answers["title"] is null && !filling.Problems.Any(problem => problem.Question == "title"))
            problems.Add("Donnez un titre.");
        if (problems.Count > 0)
            return new CheckedLine(line, null, problems, filling.Gaps.Count);
        // The reference makes the document this use's own.
        var form = PageForm.Write(desk.NeedForm, filling.Answers, TakeOverDesk.FingerprintOf(reference));
        var use = new ExistingUse(
            reference, new DepositedFile($"Reprise de l’existant, ligne {line.Number}", form, "application/json"), sender.Directorate, sender.Email, step, since, model, answers, line.Number - 1);
        return new CheckedLine(line, use, [], filling.Gaps.Count);
    }

    private static Step? StepOf(string text)
    {
        if (text is [>= '1' and <= '6' and var digit])
            return (Step)(digit - '1' + (int)Enum.GetValues<Step>()[0]);
        foreach (var step in Enum.GetValues<Step>())
        {
            if (string.Equals(French.Of(step), text, StringComparison.OrdinalIgnoreCase) || string.Equals(step.ToString(), text, StringComparison.OrdinalIgnoreCase))
                return step;
        }

        return null;
    }

    private static ModelUse? ModelOf(string id, string version, List<string> problems)
    {
        if (id.Length == 0 && version.Length == 0)
            return null;
        var (known, problem) = FormFilling.Understand(new Charter.Forms.Question { Id = "model", Label = "", Kind = QuestionKind.Model, Clause = "" }, id);
        if (problem is not null)
            problems.Add(problem);
        else if (known is null || version.Length is 0 or > 100)
            problems.Add("Donnez le modèle et sa version, ou aucun des deux.");
        return known is null ? null : new ModelUse(known, version);
    }
}
