using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Edge.Adapters;
using RegionSud.AiWorkflow.Edge.Pages;

namespace RegionSud.AiWorkflow.Local;

/// <summary>
/// The mails that went out, as their readers would see them: a laptop has no mail program that gets them. Only the local host has these
/// pages: they show links that decide in other people's names.
/// </summary>
internal static class LocalMails
{
    // As everywhere, but for what a mail shown in a frame needs: its inline styles.
    private const string Policy =
        "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src data:; frame-src 'self'; base-uri 'self'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>Maps <c>/local/courriels</c>, <c>/local/courriels/{id}</c> and <c>/local/courriels.json</c>.</summary>
    public static IEndpointRouteBuilder MapLocalMails(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/local/courriels", ListAsync);
        routes.MapGet("/local/courriels.json", JsonAsync);
        routes.MapGet("/local/courriels/{id}", OneAsync);
        return routes;
    }

    /// <summary>French: where a mail stands.</summary>
    internal static string StateOf(OutboxMail mail) => mail.State switch
    {
        MailState.Sent when mail.SentAt is { } at => $"parti le {French.DateTime(at)}",
        MailState.Failed => "refusé par le service de messagerie",
        MailState.Bounced => "revenu\u00a0: il n’a pas pu être distribué",
        MailState.Withheld => "retenu ici\u00a0: ce domaine n’est pas autorisé",
        _ => "en attente",
    };

    internal static bool IsWeb(string link) => Uri.TryCreate(link, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https";

    private static async Task<IResult> ListAsync(HttpContext http, TableOutbox outbox)
    {
        Protect(http.Response);
        return Page.Of<MailListPage>(new() { [nameof(MailListPage.Mails)] = await outbox.AllAsync(http.RequestAborted) });
    }

    private static async Task<IResult> OneAsync(HttpContext http, TableOutbox outbox, string id)
    {
        Protect(http.Response);
        return CaseId.TryParse(id.Split('.')[0], out var caseId) && await outbox.FindAsync(caseId, id, http.RequestAborted) is { } mail
            ? Page.Of<MailPage>(new() { [nameof(MailPage.Mail)] = mail })
            : Page.Of<MessagePage>(
                new()
                {
                    [nameof(MessagePage.Title)] = "Courriel introuvable",
                    [nameof(MessagePage.Detail)] = "Aucun courriel ne porte ce nom.",
                    [nameof(MessagePage.Next)] = new PageLink("/local/courriels", "Voir tous les courriels"),
                },
                StatusCodes.Status404NotFound);
    }

    // Of all cases, or of the one that the query names; newest first either way.
    private static async Task<IResult> JsonAsync(HttpContext http, TableOutbox outbox)
    {
        http.Response.Headers.CacheControl = "no-store";
        var mails = CaseId.TryParse(http.Request.Query["dossier"], out var caseId)
            ? [.. (await outbox.ListAsync(caseId, http.RequestAborted)).Reverse()]
            : await outbox.AllAsync(http.RequestAborted);
        return Results.Json(mails.Where(mail => mail.State == MailState.Sent).Select(mail => new
        {
            id = mail.MailId,
            @case = mail.CaseId.Value,
            to = mail.To,
            subject = mail.Subject,
            text = mail.Text,
            html = mail.Html,
            links = mail.Links,
            sentAt = mail.SentAt,
        }));
    }

    private static void Protect(HttpResponse response)
    {
        response.Headers.ContentSecurityPolicy = Policy;
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        // The addresses of these pages name nobody, but the links on them must not be told to other sites.
        response.Headers["Referrer-Policy"] = "no-referrer";
    }
}
