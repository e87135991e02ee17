using Xunit;

namespace Backprop.Analyzers.Tests.CarryStyles;

/// <summary>Which step's value a gradient meets, and whether the cache still holds it: right code that looks otherwise, and wrong code.</summary>
public class StepTraps
{
    // The slope is computed into the cache, and used as a slope.
    private const string SlopeInPlace = """
        public void Backward(double[][] x, double[][] da)
        {
            var carry = new double[N];
            for (int t = x.Length - 1; t >= 0; t--)
            {
                for (int i = 0; i < N; i++) a[t][i] = 1 - a[t][i] * a[t][i];
                var next = new double[N];
                for (int i = 0; i < N; i++)
                {
                    double dz = (da[t][i] + carry[i]) * a[t][i];
                    for (int j = 0; j < 2; j++) dWx[i][j] += dz * x[t][j];
                    for (int j = 0; j < N; j++)
                    {
                        dWa[i][j] += dz * Before(t)[j];
                        next[j] += wa[i][j] * dz;
                    }
                }
                carry = next;
            }
        }
        """;

    // The cache is reused for the gradient, after its last use.
    private const string GradientInTheCache = """
        public void Backward(double[][] x, double[][] da)
        {
            var carry = new double[N];
            for (int t = x.Length - 1; t >= 0; t--)
            {
                for (int i = 0; i < N; i++) a[t][i] = (da[t][i] + carry[i]) * (1 - a[t][i] * a[t][i]);
                var next = new double[N];
                for (int i = 0; i < N; i++)
                {
                    for (int j = 0; j < 2; j++) dWx[i][j] += a[t][i] * x[t][j];
                    for (int j = 0; j < N; j++)
                    {
                        dWa[i][j] += a[t][i] * Before(t)[j];
                        next[j] += wa[i][j] * a[t][i];
                    }
                }
                carry = next;
            }
        }
        """;

    // The delta of step t+1 meets the state of step t, and the one of step t its input.
    private const string DeltaOfTheLaterStep = """
        public void Backward(double[][] x, double[][] da)
        {
            var dLater = new double[N];
            for (int t = x.Length - 1; t >= 0; t--)
            {
                var dz = new double[N];
                for (int i = 0; i < N; i++)
                {
                    double back = da[t][i];
                    for (int k = 0; k < N; k++)
                    {
                        dWa[k][i] += dLater[k] * a[t][i];
                        back += wa[k][i] * dLater[k];
                    }
                    dz[i] = back * (1 - a[t][i] * a[t][i]);
                    for (int j = 0; j < 2; j++) dWx[i][j] += dz[i] * x[t][j];
                }
                dLater = dz;
            }
        }
        """;

    private const string StateOfTheStepItself = """
        public void Backward(double[][] x, double[][] da)
        {
            var carry = new double[N];
            for (int t = x.Length - 1; t >= 0; t--)
            {
                var next = new double[N];
                for (int i = 0; i < N; i++)
                {
                    double dz = (da[t][i] + carry[i]) * (1 - a[t][i] * a[t][i]);
                    for (int j = 0; j < 2; j++) dWx[i][j] += dz * x[t][j];
                    for (int j = 0; j < N; j++)
                    {
                        dWa[i][j] += dz * a[t][j]; //! BP2005
                        next[j] += wa[i][j] * dz;
                    }
                }
                carry = next;
            }
        }
        """;

    private const string SlopeOfTheSlope = """
        public void Backward(double[][] x, double[][] da)
        {
            var carry = new double[N];
            for (int t = x.Length - 1; t >= 0; t--)
            {
                for (int i = 0; i < N; i++) a[t][i] = 1 - a[t][i] * a[t][i]; //! BP3004
                var next = new double[N];
                for (int i = 0; i < N; i++)
                {
                    double dz = (da[t][i] + carry[i]) * (1 - a[t][i] * a[t][i]);
                    for (int j = 0; j < 2; j++) dWx[i][j] += dz * x[t][j];
                    for (int j = 0; j < N; j++)
                    {
                        dWa[i][j] += dz * Before(t)[j];
                        next[j] += wa[i][j] * dz;
                    }
                }
                carry = next;
            }
        }
        """;

    private const string WalksOn = """
        public void Backward(double[][] x, double[][] da)
        {
            var carry = new double[N];
            for (int t = 0; t < x.Length; t++) //! BP2005
            {
                var next = new double[N];
                for (int i = 0; i < N; i++)
                {
                    double dz = (da[t][i] + carry[i]) * (1 - a[t][i] * a[t][i]);
                    for (int j = 0; j < 2; j++) dWx[i][j] += dz * x[t][j];
                    for (int j = 0; j < N; j++)
                    {
                        dWa[i][j] += dz * Before(t)[j];
                        next[j] += wa[i][j] * dz;
                    }
                }
                carry = next;
            }
        }
        """;

    // Each unit overwrites what the units before it have sent back, and reads its own element.
    private const string OverwrittenByEachUnit = """
        public void Backward(double[][] x, double[][] da)
        {
            var carry = new double[N];
            for (int t = x.Length - 1; t >= 0; t--)
                for (int i = 0; i < N; i++)
                {
                    double dz = (da[t][i] + carry[i]) * (1 - a[t][i] * a[t][i]);
                    for (int j = 0; j < N + 2; j++)
                        if (j < 2) dWx[i][j] += dz * x[t][j];
                        else
                        {
                            dWa[i][j - 2] += dz * Before(t)[j - 2];
                            carry[j - 2] = wa[i][j - 2] * dz; //! BP2001
                        }
                }
        }
        """;

    private static readonly Dictionary<string, string> Right = new()
    {
        [nameof(SlopeInPlace)] = Frames.Arrays(SlopeInPlace),
        [nameof(GradientInTheCache)] = Frames.Arrays(GradientInTheCache),
        [nameof(DeltaOfTheLaterStep)] = Frames.Arrays(DeltaOfTheLaterStep),
    };

    private static readonly Dictionary<string, string> Wrong = new()
    {
        [nameof(StateOfTheStepItself)] = Frames.Arrays(StateOfTheStepItself),
        [nameof(SlopeOfTheSlope)] = Frames.Arrays(SlopeOfTheSlope),
        [nameof(WalksOn)] = Frames.Arrays(WalksOn),
        [nameof(OverwrittenByEachUnit)] = Frames.Arrays(OverwrittenByEachUnit),
    };

    public static TheoryData<string> RightNames => [.. Right.Keys];

    public static TheoryData<string> WrongNames => [.. Wrong.Keys];

    [Theory]
    [MemberData(nameof(RightNames))]
    public Task Is_right_and_silent(string name) => Sample.IsRightAndSilent(Right[name]);

    [Theory]
    [MemberData(nameof(WrongNames))]
    public Task Is_wrong_and_reported(string name) => Sample.IsWrongAndReported(Wrong[name]);
}
