using RegionSud.AiWorkflow.Charter.Forms;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Edge.Adapters.Forms;

/// <summary>A row of text as it stands on a page. A box that can be ticked is written <c>☐</c> or <c>☒</c> before its label.</summary>
/// <param name="Page">From 1; 0 where there are no pages.</param>
/// <param name="Confidence">From 0 to 1; null where nothing was recognised.</param>
internal sealed record PrintedLine(string Text, int Page = 0, PageRegion? Region = null, double? Confidence = null);

/// <summary>A word, or a box that can be ticked, with its place: y grows downwards.</summary>
internal sealed record PrintedPiece(string Text, double Left, double Top, double Right, double Bottom, double? Confidence = null)
{
    public const string Ticked = "☒", Empty = "☐";

    private double Middle => (Top + Bottom) / 2;

    /// <summary>Pieces that stand beside each other become one row, from top to bottom.</summary>
    public static IEnumerable<PrintedLine> Rows(IEnumerable<PrintedPiece> pieces, int page, double pageWidth, double pageHeight)
    {
        var rows = new List<List<PrintedPiece>>();
        foreach (var piece in pieces.Where(piece => piece.Text.Length > 0).OrderBy(piece => piece.Middle))
        {
            // A row is as high as its highest piece: a small mark belongs to the words beside it.
            if (rows is [.., var row] && piece.Middle < row.Max(other => other.Bottom) && piece.Bottom > row.Min(other => other.Top) && row.Exists(other => IsBeside(other, piece)))
                row.Add(piece);
            else
                rows.Add([piece]);
        }

        foreach (var row in rows)
        {
            row.Sort((a, b) => a.Left.CompareTo(b.Left));
            var (left, top) = (row.Min(piece => piece.Left), row.Min(piece => piece.Top));
            var region = new PageRegion(left, top, row.Max(piece => piece.Right) - left, row.Max(piece => piece.Bottom) - top, pageWidth, pageHeight);
            yield return new PrintedLine(string.Join(' ', row.Select(piece => piece.Text)), page, region, row.Average(piece => piece.Confidence));
        }
    }

    private static bool IsBeside(PrintedPiece one, PrintedPiece other) =>
        Math.Min(one.Bottom, other.Bottom) - Math.Max(one.Top, other.Top) > 0.4 * Math.Min(one.Bottom - one.Top, other.Bottom - other.Top);
}
