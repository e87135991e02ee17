using Backprop.Runtime.Sequences;

namespace Backprop.Runtime.Tests.Layers;

/// <summary>The layout that everything relies on: features next to each other, then examples, then time.</summary>
public sealed class SequenceTests
{
    [Fact]
    public void Starts_as_zeros_however_large()
    {
        // Buffers of this size are recycled with what was in them, unless somebody clears them.
        for (var round = 0; round < 20; round++)
        {
            var sequence = new Sequence(16, 16, 64);
            Assert.DoesNotContain(sequence.Values.ToArray(), value => value != 0);
            sequence.Values.Fill(double.NaN);
        }
    }

    [Fact]
    public void Indexer_column_step_and_matrix_show_the_same_value()
    {
        var matrices = Enumerable.Range(0, 4).Select(t => new Drawn(t).Matrix(3, 2)).ToList();
        var sequence = Sequence.From(matrices);
        Assert.Equal(matrices[2][1, 0], sequence[1, 0, 2]);
        Assert.Equal(matrices[2][1, 0], sequence.Column(0, 2)[1]);
        Assert.Equal(matrices[2][1, 0], sequence.Step(2)[1]);
        Assert.Equal(matrices[2][1, 0], sequence.Values[1 + (3 * (0 + (2 * 2)))]);
        Assert.Equal(matrices, sequence.ToMatrices());
    }

    [Fact]
    public void A_window_clips_the_lengths()
    {
        var sequence = new Drawn(1).Sequence(3, 3, 6, [6, 3, 1]);
        var window = sequence.Window(2, 3);
        Assert.Equal(sequence.ToMatrices().Skip(2).Take(3), window.ToMatrices());
        Assert.Equal([3, 1, 0], Enumerable.Range(0, 3).Select(window.Length));
        Assert.False(sequence.Window(0, 1).HasPadding);
        Assert.Throws<ArgumentOutOfRangeException>("count", () => sequence.Window(4, 3));
        Assert.Throws<ArgumentOutOfRangeException>("first", () => sequence.Window(-1, 3));
    }

    [Fact]
    public void Matrices_of_different_shapes_are_refused()
    {
        var error = Assert.Throws<ArgumentException>(
            "steps[1]", () => Sequence.From([new Drawn(1).Matrix(3, 2), new Drawn(1).Matrix(2, 3)]));
        Assert.Contains("expected 3 x 2, got 2 x 3", error.Message, StringComparison.Ordinal);
    }
}
