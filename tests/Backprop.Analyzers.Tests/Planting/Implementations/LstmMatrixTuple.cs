/*@na:inner every sum is one matrix expression*/
/*@na:shared every operator allocates its result*/
namespace TinyLearn;

/// <summary>Column-major thinking, row-major storage. Just the operators the LSTM needs.</summary>
public sealed class Mat
{
    private readonly double[,] data;

    public Mat(int rows, int cols) => data = new double[rows, cols];

    public int Rows => data.GetLength(0);
    public int Cols => data.GetLength(1);

    public double this[int r, int c]
    {
        get => data[r, c];
        set => data[r, c] = value;
    }

    public Mat T
    {
        get
        {
            var result = new Mat(Cols, Rows);
            for (int r = 0; r < Rows; r++)
                for (int c = 0; c < Cols; c++)
                    result[c, r] = data[r, c];
            return result;
        }
    }

    public static Mat operator +(Mat a, Mat b) => a.Zip(b, (x, y) => x + y);
    public static Mat operator -(Mat a, Mat b) => a.Zip(b, (x, y) => x - y);

    public static Mat operator *(Mat a, Mat b)
    {
        var result = new Mat(a.Rows, b.Cols);
        for (int r = 0; r < a.Rows; r++)
            for (int c = 0; c < b.Cols; c++)
                for (int k = 0; k < a.Cols; k++)
                    result[r, c] += a[r, k] * b[k, c];
        return result;
    }

    public Mat Hadamard(Mat other) => Zip(other, (x, y) => x * y);

    public Mat Map(Func<double, double> f) => Zip(this, (x, _) => f(x));

    private Mat Zip(Mat other, Func<double, double, double> f)
    {
        var result = new Mat(Rows, Cols);
        for (int r = 0; r < Rows; r++)
            for (int c = 0; c < Cols; c++)
                result[r, c] = f(data[r, c], other[r, c]);
        return result;
    }

    public static Mat Read(Queue<double> numbers, int rows, int cols) => new Mat(rows, cols).Map(_ => numbers.Dequeue());

    public IEnumerable<double> Values => data.Cast<double>();
}

public sealed record Gate(Mat W, Mat U, Mat B)
{
    public Mat Pre(Mat x, Mat h) => W * x + U * h + B;

    public static Gate Zero(int input, int hidden) => new(new Mat(hidden, input), new Mat(hidden, hidden), new Mat(hidden, 1));

    public static Gate Read(Queue<double> numbers, int input, int hidden) =>
        new(Mat.Read(numbers, hidden, input), Mat.Read(numbers, hidden, hidden), Mat.Read(numbers, hidden, 1));

    public IEnumerable<double> Values => W.Values.Concat(U.Values).Concat(B.Values);
}

public sealed record LstmStep(Mat X, Mat HPrev, Mat CPrev, Mat F, Mat I, Mat G, Mat O, Mat C, Mat TanhC, Mat H);

public sealed class LstmCell
{
    private readonly Gate f, i, g, o;
    private Gate df, di, dg, @do;

    public LstmCell(Queue<double> numbers, int input, int hidden)
    {
        f = Gate.Read(numbers, input, hidden);
        i = Gate.Read(numbers, input, hidden);
        g = Gate.Read(numbers, input, hidden);
        o = Gate.Read(numbers, input, hidden);
        (df, di, dg, @do) = (Gate.Zero(input, hidden), Gate.Zero(input, hidden), Gate.Zero(input, hidden), Gate.Zero(input, hidden));
    }

    public IEnumerable<double> Gradients => new[] { df, di, dg, @do }.SelectMany(gate => gate.Values);

    public LstmStep Forward(Mat x, Mat h, Mat c)
    {
        var forget = f.Pre(x, h).Map(Sigmoid);
        var input = i.Pre(x, h).Map(Sigmoid);
        var candidate = g.Pre(x, h).Map(Math.Tanh);
        var output = o.Pre(x, h).Map(Sigmoid);
        var cell = forget.Hadamard(c) + input.Hadamard(candidate);
        var squashed = cell.Map(Math.Tanh);
        return new LstmStep(x, h, c, forget, input, candidate, output, cell, squashed, output.Hadamard(squashed));
    }

    public (Mat dhPrev, Mat dcPrev) Backward(Mat dh, Mat dcNext, LstmStep s)
    {
        /*@overwrite +> for (int r = 0; r < s.TanhC.Rows; r++) s.TanhC[r, 0] = 1 - s.TanhC[r, 0] * s.TanhC[r, 0];*/
        var dc = dh.Hadamard(s.O).Hadamard(s.TanhC.Map(a => 1 - a * a)) + /*@cell*/dcNext;
        var zf = dc.Hadamard(s.CPrev).Hadamard(s.F.Map(a => a * (1 - a)));
        var zi = dc.Hadamard(s.G).Hadamard(s.I.Map(a => a * (1 - a)));
        var zg = dc.Hadamard(s.I).Hadamard(s.G.Map(a => 1 - a * a));
        var zo = dh.Hadamard(s.TanhC).Hadamard(s.O.Map(a => a * (1 - a)));
        /*@grad => df = new Gate(zf * s.X.T, zf * s.HPrev.T, zf);*/
        df = Accumulate(df, zf, s);
        di = Accumulate(di, zi, s);
        /*@grad => dg = new Gate(zg * s.X.T, zg * s.HPrev.T, zg);*/
        dg = Accumulate(dg, zg, s);
        @do = Accumulate(@do, zo, s);
        return (f.U.T * zf + i.U.T * zi + g.U.T * zg + o.U.T * zo, dc.Hadamard(s.F));
    }

    private static Gate Accumulate(Gate sum, Mat z, LstmStep s) =>
        new(sum.W + z * s.X.T, sum.U + z * s.HPrev.T, sum.B + z);

    private static double Sigmoid(double v) => 1 / (1 + Math.Exp(-v));
}

public sealed class SequenceTagger
{
    private readonly LstmCell cell;
    private readonly Mat readout;
    private readonly int hidden;

    public SequenceTagger(double[] parameters, int input, int hidden, int classes)
    {
        var numbers = new Queue<double>(parameters);
        cell = new LstmCell(numbers, input, hidden);
        readout = Mat.Read(numbers, classes, hidden);
        this.hidden = hidden;
    }

    public List<LstmStep> Run(IEnumerable<Mat> sequence)
    {
        var steps = new List<LstmStep>();
        Mat h = new(hidden, 1), c = new(hidden, 1);
        foreach (var x in sequence)
        {
            var step = cell.Forward(x, h, c);
            steps.Add(step);
            (h, c) = (step.H, step.C);
        }
        return steps;
    }

    public Mat Score(LstmStep step) => readout * step.H;

    public IEnumerable<double> Learn(IReadOnlyList<Mat> sequence, IReadOnlyList<Mat> wanted)
    {
        var steps = Run(sequence);
        var dReadout = new Mat(readout.Rows, readout.Cols);
        Mat dhNext = new(hidden, 1), dcNext = new(hidden, 1);
        /*@loop*/
        /*@reverse*/
        for (int t = steps.Count - 1; t >= 0; t--)
        {
            var dy = Score(steps[t]) - wanted[t];
            /*@grad*/dReadout = dReadout + dy * steps[t].H.T;
            var upstream = readout.T * dy;
            /*@cache => (dhNext, dcNext) = cell.Backward(upstream + dhNext, dcNext, steps[t > 0 ? t - 1 : 0]);*/
            (/*@carry-assign*/dhNext, /*@cell => _*/dcNext) = cell.Backward(/*@upstream*/upstream + /*@carry*/dhNext, dcNext, steps[t]);
        }
        return cell.Gradients.Concat(dReadout.Values);
    }
}

public static class Columns
{
    public static List<Mat> From(double[][] rows) => rows.Select(row => Mat.Read(new Queue<double>(row), row.Length, 1)).ToList();
}

public static class Entry
{
    public const int ParameterCount = 4 * (3 * 2 + 3 * 3 + 3) + 2 * 3;

    public static double Loss(double[] parameters, double[][] inputs, double[][] targets)
    {
        var tagger = new SequenceTagger(parameters, 2, 3, 2);
        var wanted = Columns.From(targets);
        return tagger.Run(Columns.From(inputs))
            .Select((step, t) => (tagger.Score(step) - wanted[t]).Values.Sum(e => e * e) / 2).Sum();
    }

    public static double[] Gradient(double[] parameters, double[][] inputs, double[][] targets) =>
        new SequenceTagger(parameters, 2, 3, 2).Learn(Columns.From(inputs), Columns.From(targets)).ToArray();
}
