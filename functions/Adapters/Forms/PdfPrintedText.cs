using UglyToad.PdfPig;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Graphics;

namespace RegionSud.AiWorkflow.Edge.Adapters.Forms;

/// <summary>The rows of text of a PDF that was printed or flattened, with the boxes that are ticked.</summary>
internal static class PdfPrintedText
{
    // Points: our own buttons are circles of twelve, with a dot of half of it where they are on.
    private const double LeastBox = 7, MostBox = 20, LeastDot = 2;

    /// <summary>Rows from the first page to the last.</summary>
    public static IReadOnlyList<PrintedLine> Rows(PdfDocument document) => [.. document.GetPages().SelectMany(RowsOf)];

    private static IEnumerable<PrintedLine> RowsOf(Page page)
    {
        var marks = Marks(page);
        var words = page.GetWords()
            .Select(word => Piece(word.Text, word.BoundingBox, page))
            // A tick may also be a letter of a font of signs: its box says so better.
            .Where(word => !marks.Exists(mark => word.Text.Length <= 2 && mark.Left <= word.Left && word.Right <= mark.Right && mark.Top <= word.Top && word.Bottom <= mark.Bottom));
        return PrintedPiece.Rows(words.Concat(marks), page.Number, page.Width, page.Height);
    }

    private static List<PrintedPiece> Marks(Page page)
    {
        var shapes = page.Paths.Select(path => (Path: path, Box: path.GetBoundingRectangle())).Where(shape => shape.Box is not null).Select(shape => (shape.Path, Box: shape.Box!.Value)).ToList();
        var boxes = new List<PdfRectangle>();
        foreach (var (_, box) in shapes.Where(shape => IsSquare(shape.Box, LeastBox, MostBox)))
        {
            // A circle and its ground are two paths of one place.
            if (!boxes.Exists(other => Inside(box.Centroid, other)))
                boxes.Add(box);
        }

        var dots = shapes.Where(shape => shape.Path.IsFilled && IsSquare(shape.Box, LeastDot, MostBox) && IsDark(shape.Path)).Select(shape => shape.Box.Centroid)
            .Concat(page.Letters.Where(letter => letter.Value is "●" or "l" or "4" or "8" or "✓" or "✔" or "x" or "X" or "u" or "n").Select(letter => letter.BoundingBox.Centroid))
            .ToList();
        return [.. boxes.Select(box => Piece(dots.Exists(dot => Inside(dot, box)) ? PrintedPiece.Ticked : PrintedPiece.Empty, box, page))];
    }

    private static PrintedPiece Piece(string text, PdfRectangle box, Page page) => new(text, box.Left, page.Height - box.Top, box.Right, page.Height - box.Bottom);

    private static bool IsSquare(PdfRectangle box, double least, double most) =>
        box.Width >= least && box.Width <= most && box.Height >= least && box.Height <= most && Math.Abs(box.Width - box.Height) < 2;

    private static bool Inside(PdfPoint point, PdfRectangle box) => point.X > box.Left && point.X < box.Right && point.Y > box.Bottom && point.Y < box.Top;

    private static bool IsDark(PdfPath path) => path.FillColor?.ToRGBValues() is var (r, g, b) && r + g + b < 1.8;
}
