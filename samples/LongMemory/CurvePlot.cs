using ScottPlot;

namespace LongMemory;

/// <summary>Both curves in one picture, with the loss of guessing as the line to get below.</summary>
internal static class CurvePlot
{
    private const int Width = 900;
    private const int Height = 500;

    public static void Save(string path, int length, IEnumerable<Curve> curves)
    {
        using var plot = new Plot();
        foreach (var curve in curves)
        {
            var line = plot.Add.Signal(curve.Values.ToArray());
            line.LegendText = curve.Name;
            line.LineWidth = 2.5f;
        }

        var guessing = plot.Add.HorizontalLine(RecallTask.LossOfGuessing, 1.5f, Colors.Gray, LinePattern.Dashed);
        guessing.LegendText = "guessing";
        plot.Title($"Recalling what was shown {length - 1} steps ago: one network, trained twice");
        plot.XLabel("training step");
        plot.YLabel("cross-entropy");
        plot.Axes.SetLimitsY(0, RecallTask.LossOfGuessing * 1.25);
        plot.ShowLegend(Alignment.MiddleRight);
        plot.SavePng(path, Width, Height);
    }
}
