using System.Text.Encodings.Web;
using System.Text.Unicode;
using AngleSharp;
using AngleSharp.Dom;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Edge.Pages;

namespace RegionSud.AiWorkflow.Tests.Admin;

/// <summary>Executes an answer as a host would, and reads what it sent.</summary>
internal static class Rendering
{
    public static DateTimeOffset Now { get; } = new(2026, 11, 24, 13, 30, 0, TimeSpan.Zero);

    public static CharterRules Rules { get; } = CharterLoader.Load();

    public static async Task<(HttpContext Http, string Text)> SendAsync(IResult answer, string method = "GET")
    {
        var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton(Rules)
            .AddSingleton<TimeProvider>(new FakeTimeProvider(Now))
            .AddSingleton(HtmlEncoder.Create(UnicodeRanges.All))
            .BuildServiceProvider();
        await using (services)
        {
            using var body = new MemoryStream();
            var http = new DefaultHttpContext { RequestServices = services };
            http.Request.Method = method;
            http.Response.Body = body;
            await answer.ExecuteAsync(http);
            await http.Response.BodyWriter.FlushAsync();
            return (http, System.Text.Encoding.UTF8.GetString(body.ToArray()));
        }
    }

    public static async Task<IDocument> PageAsync<TComponent>(Dictionary<string, object?> parameters)
        where TComponent : Microsoft.AspNetCore.Components.IComponent
    {
        var (_, html) = await SendAsync(Page.Of<TComponent>(parameters));
        return await BrowsingContext.New().OpenAsync(response => response.Content(html), TestContext.Current.CancellationToken);
    }

    /// <summary>Visible text in which a plain space stands where French wants another one; empty when there is none.</summary>
    public static string MisplacedSpaces(IDocument page)
    {
        var text = page.Body!.TextContent;
        return string.Join(" | ", System.Text.RegularExpressions.Regex.Matches(text, @".{0,20}(?<=\S) [:;!?»].{0,5}|.{0,5}« .{0,20}|.{0,20}\p{L}'\p{L}.{0,20}").Select(m => m.Value));
    }
}
