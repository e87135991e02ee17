namespace Backprop.Benchmarks;

/// <summary>The size of a training step: hidden units, inputs, examples in the batch, time steps.</summary>
public sealed record Size(int Hidden, int Input, int Batch, int Steps)
{
    /// <summary>From the course assignment's toy to what fills the caches of a server.</summary>
    public static IReadOnlyList<Size> All { get; } =
    [
        new(5, 3, 10, 4), new(32, 27, 1, 32), new(64, 64, 32, 32), new(128, 128, 64, 64), new(256, 256, 64, 64),
        new(512, 512, 64, 64),
    ];

    public override string ToString() => $"({Hidden}, {Input}, {Batch}, {Steps})";
}
