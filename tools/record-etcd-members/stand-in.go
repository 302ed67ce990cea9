// Stands in for the API server in the recorded node: a program of that name which idles. Of an API server only its
// arguments and the CA file that they name are recorded.
package main

import "time"

func main() {
	time.Sleep(time.Hour)
}
