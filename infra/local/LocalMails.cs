using System.Text;
using System.Text.Encodings.Web;
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
    private const string Policy =
        "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; base-uri 'self'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>Maps <c>/local/courriels</c>, <c>/local/courriels/{id}</c> and <c>/local/courriels.json</c>.</summary>
    public static IEndpointRouteBuilder MapLocalMails(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/local/courriels", ListAsync);
        routes.MapGet("/local/courriels.json", JsonAsync);
        routes.MapGet("/local/courriels/{id}", OneAsync);
        return routes;
    }

    private static async Task<IResult> ListAsync(HttpContext http, TableOutbox outbox)
    {
        var mails = await outbox.AllAsync(http.RequestAborted);
        var rows = new StringBuilder();
        foreach (var mail in mails)
        {
            rows.Append("<li><a href=\"/local/courriels/").Append(Encoded(Uri.EscapeDataString(mail.MailId))).Append("\">").Append(Encoded(mail.Subject))
                .Append("</a><br>à ").Append(Encoded(mail.To)).Append(", ").Append(Encoded(StateOf(mail))).Append("</li>\n");
        }

        var list = mails.Count == 0 ? "<p>Aucun courriel n’est encore parti.</p>" : $"<ul>\n{rows}</ul>";
        return Html(http, "Courriels partis", $"<p>Du plus récent au plus ancien. <a href=\"/local/courriels.json\">Les mêmes en JSON</a></p>\n{list}");
    }

    private static async Task<IResult> OneAsync(HttpContext http, TableOutbox outbox, string id)
    {
        if (!CaseId.TryParse(id.Split('.')[0], out var caseId) || await outbox.FindAsync(caseId, id, http.RequestAborted) is not { } mail)
            return Html(http, "Courriel introuvable", "<p>Il n’y a pas de courriel de ce nom. <a href=\"/local/courriels\">Voir tous les courriels</a></p>", StatusCodes.Status404NotFound);

        var links = string.Concat(mail.Links.Where(IsWeb).Select(link => $"<p><a href=\"{Encoded(link)}\">Suivre le lien de ce courriel</a></p>\n"));
        var error = mail.Error is { } said ? $"<p>{Encoded(said)}</p>\n" : "";
        // Inside the frame no script runs and no form is sent; a link that a person clicks opens in the whole window.
        return Html(
            http,
            mail.Subject,
            $"""
            <p>À {Encoded(mail.To)}, {Encoded(StateOf(mail))}. <a href="/local/courriels">Tous les courriels</a></p>
            {error}{links}<h2>HTML</h2>
            <iframe title="Le courriel en HTML" sandbox="allow-top-navigation-by-user-activation" srcdoc="{Encoded("<base target=\"_top\">" + mail.Html)}"></iframe>
            <h2>Texte</h2>
            <pre>{Encoded(mail.Text)}</pre>
            """);
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

    private static IResult Html(HttpContext http, string title, string body, int status = StatusCodes.Status200OK)
    {
        http.Response.Headers.ContentSecurityPolicy = Policy;
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        // The addresses of these pages name nobody, but the links on them must not be told to other sites.
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        var page = $$"""
            <!DOCTYPE html>
            <html lang="fr">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{{Encoded(title)}} – Courriels de ce poste</title>
            <style>
            body { font: 1rem/1.5 system-ui, sans-serif; max-width: 46rem; margin: 0 auto; padding: 1rem; color: #1b1f23; background: #fff }
            li { margin-bottom: .75rem }
            a { color: #1f4e79 }
            iframe { width: 100%; height: 44rem; border: 1px solid #8a929a }
            pre { white-space: pre-wrap; overflow-wrap: anywhere; font-size: 1rem; border: 1px solid #8a929a; padding: 1rem }
            </style>
            </head>
            <body>
            <main>
            <h1>{{Encoded(title)}}</h1>
            {{body}}
            </main>
            </body>
            </html>
            """;
        return Results.Content(page, "text/html; charset=utf-8", Encoding.UTF8, status);
    }

    private static string StateOf(OutboxMail mail) => mail.State switch
    {
        MailState.Sent when mail.SentAt is { } at => $"parti le {French.DateTime(at)}",
        MailState.Failed => "refusé par le service de messagerie",
        MailState.Withheld => "retenu ici : ce domaine n’est pas autorisé".Replace(" :", "\u00a0:", StringComparison.Ordinal),
        _ => "en attente",
    };

    private static bool IsWeb(string link) => Uri.TryCreate(link, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https";

    private static string Encoded(string text) => HtmlEncoder.Default.Encode(text);
}
