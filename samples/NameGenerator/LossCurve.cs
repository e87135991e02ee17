using ScottPlot;

namespace NameGenerator;

/// <summary>The loss over the training: each step, and smoothed, since single batches jump.</summary>
internal sealed class LossCurve
{
    private const double Smoothing = 0.98;
    private const int Width = 900;
    private const int Height = 500;

    private readonly List<double> steps = [];
    private readonly List<double> smoothed = [];

    /// <summary>The smoothed loss now.</summary>
    public double Now => smoothed.Count == 0 ? Math.Log(Alphabet.Size) : smoothed[^1];

    public void Add(double loss)
    {
        steps.Add(loss);
        smoothed.Add(smoothed.Count == 0 ? loss : (Smoothing * smoothed[^1]) + ((1 - Smoothing) * loss));
    }

    public void Save(string path)
    {
        using var plot = new Plot();
        var single = plot.Add.Signal(steps.ToArray());
        (single.LegendText, single.Color) = ("each step", Colors.LightSteelBlue);
        var line = plot.Add.Signal(smoothed.ToArray());
        (line.LegendText, line.Color, line.LineWidth) = ("smoothed", Colors.Navy, 2.5f);
        plot.Title("Learning to spell first names");
        plot.XLabel("training step");
        plot.YLabel("cross-entropy per letter (nats)");
        plot.ShowLegend(Alignment.UpperRight);
        plot.SavePng(path, Width, Height);
    }
}
