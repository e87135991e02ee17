/*@na:cell a plain hidden state has no cell state*/
/*@na:inner the vectors are values, every sum is one expression*/
/*@na:shared the vectors are values, nothing can be shared*/
/*@na:overwrite the vectors are values on a stack, nothing can be overwritten*/
/*@na:reverse a stack can be walked in one direction only*/
namespace Handheld;

/// <summary>Three floats were never enough, so: three doubles.</summary>
public readonly struct Vec3
{
    public readonly double X, Y, Z;

    public Vec3(double x, double y, double z) { X = x; Y = y; Z = z; }

    public static Vec3 operator +(Vec3 a, Vec3 b) => new(a.X + b.X, a.Y + b.Y, a.Z + b.Z);
    public static Vec3 operator *(Vec3 a, Vec3 b) => new(a.X * b.X, a.Y * b.Y, a.Z * b.Z);
    public static Vec3 operator *(double k, Vec3 a) => new(k * a.X, k * a.Y, k * a.Z);
    public static double Dot(Vec3 a, Vec3 b) => a.X * b.X + a.Y * b.Y + a.Z * b.Z;
    public static Vec3 Tanh(Vec3 a) => new(Math.Tanh(a.X), Math.Tanh(a.Y), Math.Tanh(a.Z));
    public Vec3 TanhSlope() => new(1 - X * X, 1 - Y * Y, 1 - Z * Z);
}

public struct Mat3
{
    public Vec3 R0, R1, R2;

    public Mat3(Vec3 r0, Vec3 r1, Vec3 r2) { R0 = r0; R1 = r1; R2 = r2; }

    public static Vec3 operator *(Mat3 m, Vec3 v) => new(Vec3.Dot(m.R0, v), Vec3.Dot(m.R1, v), Vec3.Dot(m.R2, v));
    public static Mat3 operator +(Mat3 a, Mat3 b) => new(a.R0 + b.R0, a.R1 + b.R1, a.R2 + b.R2);
    public readonly Vec3 Transposed(Vec3 v) => v.X * R0 + v.Y * R1 + v.Z * R2;
    public static Mat3 Outer(Vec3 a, Vec3 b) => new(a.X * b, a.Y * b, a.Z * b);
}

/// <summary>Guesses the next gesture from three sensor axes.</summary>
public class GestureNet
{
    public Mat3 W, U, V;
    public Vec3 B;

    private readonly Stack<(Vec3 Sensor, Vec3 Before, Vec3 State, Vec3 Miss)> trail = new();

    public double Watch(IEnumerable<(Vec3 sensor, Vec3 wanted)> recording)
    {
        double loss = 0;
        Vec3 state = default;
        foreach (var (sensor, wanted) in recording)
        {
            Vec3 next = Vec3.Tanh(W * sensor + U * state + B);
            Vec3 miss = V * next + -1 * wanted;
            loss += 0.5 * Vec3.Dot(miss, miss);
            trail.Push((sensor, state, next, miss));
            state = next;
        }
        return loss;
    }

    public GestureNet Unwind()
    {
        var g = new GestureNet();
        Vec3 echo = default;
        /*@loop*/
        while (trail.Count > 0)
        {
            var (sensor, before, state, miss) = trail.Pop();
            /*@grad*/g.V = g.V + Mat3.Outer(miss, state);
            Vec3 d = (/*@upstream*/V.Transposed(miss) + /*@carry*/echo) * state.TanhSlope();
            /*@grad*/g.W += Mat3.Outer(d, sensor);
            /*@grad*/g.U += Mat3.Outer(d, /*@cache => state*/before);
            /*@grad*/g.B += d;
            /*@carry-assign*/ /*@carry-assign => U.Transposed(d);*/ /*@carry-assign => Vec3 toPast = U.Transposed(d);*/echo = U.Transposed(d);
        }
        return g;
    }
}

public static class Entry
{
    public const int ParameterCount = 3 * 9 + 3;

    private static Vec3 Vec(double[] p, int at) => new(p[at], p[at + 1], p[at + 2]);

    private static Mat3 Mat(double[] p, int at) => new(Vec(p, at), Vec(p, at + 3), Vec(p, at + 6));

    private static GestureNet Net(double[] p) => new() { W = Mat(p, 0), U = Mat(p, 9), V = Mat(p, 18), B = Vec(p, 27) };

    private static IEnumerable<(Vec3, Vec3)> Recording(double[][] inputs, double[][] targets) =>
        inputs.Zip(targets, (x, y) => (new Vec3(x[0], x[1], 0.5), new Vec3(y[0], y[1], -0.25)));

    private static double[] Flat(Vec3 v) => [v.X, v.Y, v.Z];

    private static double[] Flat(Mat3 m) => [.. Flat(m.R0), .. Flat(m.R1), .. Flat(m.R2)];

    public static double Loss(double[] parameters, double[][] inputs, double[][] targets) =>
        Net(parameters).Watch(Recording(inputs, targets));

    public static double[] Gradient(double[] parameters, double[][] inputs, double[][] targets)
    {
        var net = Net(parameters);
        net.Watch(Recording(inputs, targets));
        var g = net.Unwind();
        return [.. Flat(g.W), .. Flat(g.U), .. Flat(g.V), .. Flat(g.B)];
    }
}
