using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Edge.Access;
using RegionSud.AiWorkflow.Edge.Pages;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Models;
using RegionSud.AiWorkflow.Ports;
using RegionSud.AiWorkflow.Register;

namespace RegionSud.AiWorkflow.Edge.Admin;

/// <summary>Something that comes on a day.</summary>
/// <param name="Text">French, encoded by whoever shows it.</param>
/// <param name="Address">Where it leads; null for what has no page.</param>
public sealed record ComingDate(DateOnly Day, string Text, string? Address);

/// <summary>A month and what comes in it, by day.</summary>
/// <param name="More">There is more than is shown.</param>
public sealed record ComingMonth(DateOnly First, IReadOnlyList<ComingDate> Dates, bool More);

/// <summary>The months to come: re-checks, ends of validity, refusals that may be looked at again, retirements and guarantees of models, dates of the law.</summary>
public sealed class MonthsAhead(ICaseLists lists, IModelInventory inventory, CharterRules rules, TimeProvider time)
{
    private const int Months = 12;
    private const int MostCases = 100;

    /// <summary>Twelve months. Storage requests: one each, and one for the inventory.</summary>
    [Function("MonthsAhead")]
    [Access(Role.Dtisu, Role.Dsipn, Role.Dpo, Role.Administrator)]
    public async Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "suivi/echeances")] HttpRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var today = time.ParisToday();
        var first = new DateOnly(today.Year, today.Month, 1);
        var models = await inventory.AllAsync(cancellation);
        var months = await Task.WhenAll(Enumerable.Range(0, Months).Select(async number =>
        {
            var month = first.AddMonths(number);
            var page = await lists.ReadAsync(CaseListNames.OfMonth(month), null, MostCases, cancellation);
            var dates = page.Lines.SelectMany(Of).Concat(models.SelectMany(Of)).Concat(OfLaw())
                .Where(date => date.Day >= today && (date.Day.Year, date.Day.Month) == (month.Year, month.Month))
                .OrderBy(date => date.Day).ThenBy(date => date.Text, StringComparer.Ordinal).ToList();
            return new ComingMonth(month, dates, page.Next is not null);
        }));
        return Page.Of<MonthsAheadPage>(new() { [nameof(MonthsAheadPage.Months)] = months });
    }

    private IEnumerable<ComingDate> Of(CaseLine line)
    {
        var (name, address) = ($"{line.Id}, {line.Title}", $"/dossiers/{line.Id}");
        if (line.NextRecheck is { } recheck && line.Status != CaseStatus.Closed)
            yield return new ComingDate(ParisTime.DayOf(recheck), $"Réexamen périodique\u00a0: {name}", address);
        foreach (var day in line.Status == CaseStatus.Closed ? [] : line.ExpiryDays ?? [])
            yield return new ComingDate(day, $"Fin de validité d’une pièce à regarder\u00a0: {name}", address);
        if (line.ReviewOn is { } review)
            yield return new ComingDate(review, $"Refus qui peut être revu\u00a0: {name}", address);
    }

    private IEnumerable<ComingDate> Of(ModelRecord model)
    {
        var address = $"/modeles/{Uri.EscapeDataString(model.Id)}";
        if (model.Status == ModelStatus.Retired)
            yield break;
        if (model.Retirement is { } retirement)
        {
            yield return new ComingDate(rules.Models.TellOn(retirement), $"Les cas du modèle {model.Id} sont saisis de son retrait, le {French.Date(retirement.On)}", address);
            yield return new ComingDate(retirement.On, $"Retrait du modèle {model.Id} par son fournisseur", address);
        }

        if (model.Sheet.GuaranteeUntil is { } until)
            yield return new ComingDate(until, $"Fin de la garantie de non-entraînement du modèle {model.Id}", address);
        if (model.Sheet.PapersUntil is { } papers)
            yield return new ComingDate(papers, $"Fin de validité des pièces du fournisseur du modèle {model.Id}", address);
    }

    private IEnumerable<ComingDate> OfLaw() => rules.Calendar.Articles
        .SelectMany(article => article.Dates.SelectMany(date => new[] { (DateOnly?)date.From, date.OrFrom }).OfType<DateOnly>().Distinct()
            .Select(day => new ComingDate(day, $"Date d’application\u00a0: {French.Text(article.Name)}, {French.Text(article.Text)}", null)));
}
