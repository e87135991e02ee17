using Backprop.Analyzers.Tests.CarryStyles;

namespace Backprop.Analyzers.Tests.GradientPaths;

/// <summary>A backward pass that calls itself for the step before: what it hands on is the carry.</summary>
public class RecursivePassTests
{
    private const string Right = """
        public void Backward(double[][] x, double[][] da) => Back(x.Length - 1, new double[N], x, da);

        private void Back(int t, double[] later, double[][] x, double[][] da)
        {
            var past = new double[N];
            for (int i = 0; i < N; i++)
            {
                double dz = (da[t][i] + later[i]) * (1 - a[t][i] * a[t][i]);
                for (int j = 0; j < 2; j++) dWx[i][j] += dz * x[t][j];
                for (int j = 0; j < N; j++)
                {
                    dWa[i][j] += dz * Before(t)[j];
                    past[j] += wa[i][j] * dz;
                }
            }
            if (t > 0) Back(t - 1, past, x, da);
        }
        """;

    [Fact]
    public Task Is_right_and_silent() => Sample.IsRightAndSilent(Frames.Arrays(Right));

    [Fact]
    public Task A_caller_that_starts_with_a_gradient_is_silent() => Sample.IsSilent(Frames.Arrays(
        Right.Replace("new double[N], x, da);", "da[^1], x, da);").Replace("(da[t][i] + later[i])", "later[i]")));

    [Theory]
    [InlineData("Back(t - 1, past", "Back(t - 1, new double[N]", "past[j] += ", "BP2001")]
    [InlineData(" + later[i]", "", "past[j] += ", "BP2001")]
    [InlineData("(da[t][i] + later[i])", "later[i]", "later[i]", "BP2002")]
    [InlineData("dWx[i][j] +=", "dWx[i][j] =", "dWx[i][j] =", "BP2004")]
    [InlineData("past[j] +=", "past[j] =", "past[j] =", "BP2001")]
    [InlineData("dz * Before(t)[j]", "dz * a[t][j]", "dz * a[t][j]", "BP2005")]
    public Task Faults_are_found(string right, string wrong, string line, string id) =>
        Sample.IsWrongAndReported(Frames.Arrays(Marked(Right.Replace(right, wrong), line, id)));

    private static string Marked(string code, string text, string id) => string.Join('\n', code.Split('\n')
        .Select(line => line.Contains(text, StringComparison.Ordinal) ? line + " //! " + id : line));
}
